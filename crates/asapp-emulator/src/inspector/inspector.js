// What the emulator holds and what it was asked, read from the paths beside this page.
//
// All that is shown came from somebody's requests: it goes into the page as text, never as markup.

const PERIOD = 1000; // milliseconds between two looks at the emulator
const PATIENCE = 15000; // milliseconds until an answer is given up
const WINDOW = 200; // how many rows a list shows at first, and adds at a time
const LONGEST = 10000; // characters shown of one text
const KEPT = 5000; // journal entries kept

const $ = (id) => document.getElementById(id);
const tabs = [...$("tabs").children];

// What was read.
let state = {
  conversations: [], authentications: [], conversationMetadata: [], agentMetadata: [], customerMetadata: [],
};
let entries = [];
let counters = { requests: 0 };
let clock, late, revision;
let extras = {}; // what only some tabs show, by path

// What is looked at.
let tab = "conversations";
let openId;
let needle = "";
let limits = {};

// --- nodes ---

function el(name, classes, ...children) {
  const node = document.createElement(name);
  if (classes) node.className = classes;
  node.append(...children);
  return node;
}

// A text of somebody else's, which must not turn around what stands beside it.
const foreign = (text) => el("bdi", "", clip(text));

function clip(text) {
  const whole = String(text);
  return whole.length > LONGEST ? `${whole.slice(0, LONGEST)}… (${whole.length - LONGEST} more)` : whole;
}

// Only where it changed, so that a selection outlives a refresh.
function say(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

const count = (number, noun) => `${number} ${noun}${number === 1 ? "" : "s"}`;
const time = (stamp) => el("time", "", String(stamp).replace("T", " "));

// Shows items as the children of a list. An item's node is kept, with its focus, for as long as the item is shown.
function show(list, items, key, make, update = () => {}) {
  const nodes = (list.nodes ??= new Map());
  const wanted = new Set(items.map(key));
  for (const [id, node] of nodes) {
    if (wanted.has(id)) continue;
    node.remove();
    nodes.delete(id);
  }
  let place = [...list.children].find(({ isItem }) => isItem) ?? null;
  for (const item of items) {
    let node = nodes.get(key(item));
    if (!node) {
      node = make(item);
      node.isItem = true;
      nodes.set(key(item), node);
    }
    update(node, item);
    if (node === place) place = place.nextElementSibling;
    else list.insertBefore(node, place);
  }
}

function clear(list) {
  for (const node of list.nodes?.values() ?? []) node.remove();
  list.nodes = new Map();
}

// The names and values of an object; names of the emulator's own fields stand as words.
function fields(object, name = (key) => foreign(key)) {
  const all = Object.entries(object);
  const list = el("dl");
  for (const [key, value] of all.slice(0, WINDOW)) {
    const text = value === undefined ? "none" : value instanceof Node ? value : foreign(plain(value));
    list.append(el("dt", "", name(key)), el("dd", value === undefined ? "soft" : "", text));
  }
  if (all.length > WINDOW) list.append(el("dt", "", `… ${all.length - WINDOW} more`), el("dd"));
  return list;
}

const plain = (value) => (typeof value === "object" ? JSON.stringify(value) : value);

// `{commitsLate: {afterRequests: 1}}` as "commits late after requests 1".
function words(value) {
  if (Array.isArray(value)) return value.map(words).join(", ");
  if (value && typeof value === "object") {
    return Object.entries(value).map(([key, inner]) => `${words(key)} ${words(inner)}`).join(" ");
  }
  const text = String(value);
  return /^[a-z]+([A-Z][a-z]+)+$/.test(text) ? text.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`) : text;
}

// --- lists ---

// One stop for Tab in each list; the arrow keys move within it.
function rove(list, items, next = "ArrowDown", previous = "ArrowUp") {
  const all = () => [...list.querySelectorAll(items)];
  list.addEventListener("focusin", ({ target }) => target.matches(items) && stopAt(all(), target));
  list.addEventListener("keydown", (event) => {
    const at = event.target;
    if (!at.matches(items) || event.ctrlKey || event.metaKey || event.altKey) return;
    const found = all();
    const place = found.indexOf(at);
    const to = { [next]: place + 1, [previous]: place - 1, Home: 0, End: found.length - 1 }[event.key];
    const opens = event.key === "Enter" || event.key === " ";
    if (to === undefined && !(opens && at.role === "option")) return;
    event.preventDefault();
    if (opens) at.click();
    else found[to]?.focus();
  });
  list.settle = () => {
    const found = all();
    stopAt(found, found.find((item) => item.tabIndex === 0) ?? found[0]);
  };
}

function stopAt(items, stop) {
  for (const item of items) item.tabIndex = item === stop ? 0 : -1;
}

// As many items as the list's limit, the first or the last ones, and a button that raises it.
function windowed(id, items, takeLast) {
  const limit = (limits[id] ??= WINDOW);
  const button = $(`${id}-more`);
  button.hidden = items.length <= limit;
  say(button, takeLast ? `Show earlier (${items.length - limit})` : `Show more (${items.length - limit})`);
  return takeLast ? items.slice(-limit) : items.slice(0, limit);
}

function contains(value) {
  if (value && typeof value === "object") return Object.values(value).some(contains);
  return String(value).toLowerCase().includes(needle);
}

const filtered = (items) => (needle ? items.filter(contains) : items);

function tellEmpty(id, shown, text) {
  say($(`${id}-empty`), shown ? "" : needle ? "Nothing matches the filter." : text);
}

// --- conversations ---

function showConversations() {
  const found = filtered(state.conversations).toReversed();
  show($("conversation-list"), windowed("conversations", found), (it) => it.id, makeOption, updateOption);
  $("conversation-list").settle();
  tellEmpty("conversations", found.length, "No conversations yet.");
  showOpen();
}

function makeOption({ id }) {
  const option = el("li", "", el("b"), el("span", "count"), el("span", "last"), el("span", "last"));
  option.role = "option";
  option.addEventListener("click", () => open(id));
  return option;
}

function updateOption(option, it) {
  const [name, messages, customer, last] = option.children;
  const newest = it.messages.at(-1);
  say(name, clip(it.externalId));
  say(messages, count(it.messages.length, "message"));
  say(customer, clip(it.customer.name ?? it.customer.externalId));
  say(last, newest ? newest.text.slice(0, 200) : "–");
  option.ariaSelected = String(it.id === openId);
}

function open(id) {
  openId = id;
  limits.messages = WINDOW;
  clear($("message-list"));
  $("about").shown = undefined;
  showConversations();
  const transcript = $("transcript");
  transcript.scrollTop = transcript.scrollHeight;
  if (id && !$("conversation-list").offsetParent) $("close").focus();
}

function close() {
  const option = $("conversation-list").nodes?.get(openId);
  open(undefined);
  option?.focus();
}

function showOpen() {
  const it = openId && state.conversations.find(({ id }) => id === openId);
  $("open").hidden = !it;
  $("none-open").hidden = Boolean(it) || !state.conversations.length;
  if (!it) return;
  say($("open-title"), clip(it.externalId));
  const transcript = $("transcript");
  const isAtEnd = transcript.scrollHeight - transcript.scrollTop - transcript.clientHeight < 40;
  const list = $("message-list");
  const messages = windowed("messages", it.messages.toSorted(chronological), true);
  show(list, messages, (message) => message.messageId, (message) => makeMessage(it, message));
  list.settle();
  say($("messages-empty"), it.messages.length ? "" : "No messages yet.");
  if (isAtEnd) transcript.scrollTop = transcript.scrollHeight;
  showAbout(it);
}

// As the API reads them out: by the messages' own moments, which have up to twelve digits after the second.
function chronological(one, other) {
  const [a, b] = [one, other].map(({ clientTimestamp }) => ({
    second: Date.parse(clientTimestamp.replace(/\.\d+/, "")),
    fraction: (/\.(\d+)/.exec(clientTimestamp)?.[1] ?? "").padEnd(12, "0"),
  }));
  return a.second - b.second || a.fraction.localeCompare(b.fraction);
}

function makeMessage(conversation, { text, sender, clientTimestamp, createdTimestamp }) {
  const role = ["agent", "system"].includes(sender.role) ? sender.role : "customer";
  const known = [conversation.agent, conversation.customer].find((it) => it?.externalId === sender.externalId);
  const name = known?.name ? `${known.name} (${sender.externalId})` : sender.externalId;
  const bubble = el("p", "text", clip(text));
  bubble.dir = "auto";
  const stored = el("span", "stored", "stored ", time(createdTimestamp));
  const when = role === "agent" ? [stored, time(clientTimestamp)] : [time(clientTimestamp), stored];
  const who = el("p", "who", el("b", "", sender.role), " ", foreign(name));
  return el("li", `message ${role}`, who, bubble, el("p", "when", ...when));
}

// A hidden id reads as its length, and would match those of others.
const hasTexts = () => $("note").hidden;

function showAbout(it) {
  const isOfThis = ({ record }) => hasTexts() && record.externalConversationId === it.externalId;
  const parts = {
    it: { ...it, messages: undefined },
    records: [...state.conversationMetadata, ...state.customerMetadata].filter(isOfThis),
    credentials: state.authentications.filter(({ conversationId }) => conversationId === it.id),
  };
  const about = $("about");
  const shown = JSON.stringify(parts);
  if (about.shown === shown) return;
  about.shown = shown;
  const participant = (who) => who && foreign(who.name ? `${who.name} (${who.externalId})` : who.externalId);
  about.replaceChildren(
    el("h3", "", "Conversation"),
    fields({
      Id: el("code", "", it.id), "External id": it.externalId, Customer: participant(it.customer), Agent: participant(it.agent),
      Timestamp: time(it.timestamp), Created: time(it.createdTimestamp),
    }),
    el("h3", "", "Metadata"),
    it.metadata ? fields(it.metadata) : el("p", "soft", "none"),
    el("h3", "", `Metadata records (${parts.records.length})`),
    ...parts.records.slice(-WINDOW).map(card),
    el("h3", "", "Credentials of the customer"),
    ...parts.credentials.slice(-WINDOW).map(({ auth, customerExternalId, createdTimestamp }) =>
      el("p", "", auth.join(", ") || "none known", " of ", foreign(customerExternalId), " ", time(createdTimestamp))),
    el("p", "soft", parts.credentials.length ? "Only their kinds are shown." : "none"),
  );
}

// --- metadata ---

const SUBJECTS = [
  ["conversationMetadata", "Conversations", "externalConversationId"],
  ["agentMetadata", "Agents", "externalAgentId"],
  ["customerMetadata", "Customers", "externalCustomerId"],
];

for (const [id, title] of SUBJECTS) {
  const more = el("button", "more");
  more.id = `${id}-more`;
  const list = el("ul", "");
  list.ariaLabel = title;
  $("metadata-columns").append(el("section", "", el("h2"), list, more));
  rove(list, "li");
  more.addEventListener("click", () => raise(id));
}

function showMetadata() {
  let shown = 0;
  SUBJECTS.forEach(([id, title, key], index) => {
    const [heading, list] = $("metadata-columns").children[index].children;
    // Event ids can repeat; the place of a record cannot.
    const numbered = state[id].map((it, number) => ({ ...it, number }));
    const found = filtered(numbered.toReversed());
    say(heading, `${title} (${found.length})`);
    show(list, windowed(id, found), (it) => `${it.number} ${it.eventId}`, (it) => recordItem(it, key));
    list.settle();
    shown += found.length;
  });
  tellEmpty("metadata", shown, "No metadata records yet.");
}

function recordItem(it, key) {
  const item = el("li", "card", el("h3", "", foreign(it.record[key] ?? "–")));
  item.append(...card(it).children);
  return item;
}

function card({ eventId, record }) {
  return el("div", "card", fields({ ...record, eventId }));
}

// --- requests ---

function showRequests() {
  const found = filtered(entries).toReversed();
  show($("journal"), windowed("requests", found), (it) => it.number, makeEntry);
  $("journal").settle();
  tellEmpty("requests", found.length, extras.settings?.journalEntries === 0 ? "The journal keeps no entries." : "No requests yet.");
}

function makeEntry(it) {
  const button = el("button", "number", String(it.number));
  button.ariaExpanded = "false";
  button.tabIndex = -1;
  button.ariaLabel = `${it.number}, ${it.operation ?? "request"}, ${it.status ?? "no answer"}`;
  const kind = !it.status || it.status >= 500 ? "bad" : it.status >= 400 ? "warn" : it.status < 300 ? "good" : "warn";
  const cells = [
    button, time(it.arrived), el("code", "", it.method), it.operation ?? el("code", "", foreign(it.path)),
    el("span", kind, String(it.status ?? "no answer")), it.code ?? "", it.fault ? el("span", "chip", it.fault) : "",
    el("span", it.commit === "late" ? "warn" : it.commit === "none" ? "soft" : "", it.commit),
    it.plan ? foreign(it.plan) : "",
  ];
  const row = el("tr", "entry", ...cells.map((cell) => el("td", "", cell)));
  const detail = el("td");
  detail.colSpan = cells.length;
  const second = el("tr", "", detail);
  second.hidden = true;
  second.id = `request-${it.number}`;
  button.setAttribute("aria-controls", second.id);
  row.addEventListener("click", () => {
    second.hidden = !second.hidden;
    button.ariaExpanded = String(!second.hidden);
    if (!second.hidden) showDetail(detail, it);
  });
  return el("tbody", "", row, second);
}

async function showDetail(detail, it) {
  const facts = fields({
    Path: it.path, Arrived: it.arrived, "Request body": `${it.requestLength} bytes`, "Answer body": `${it.answerLength} bytes`,
  });
  detail.replaceChildren(facts);
  if (!hasTexts()) return;
  try {
    const { requests } = await get(`requests?after=${it.number - 1}&bodies=shown`);
    const whole = requests.find(({ number }) => number === it.number);
    detail.replaceChildren(facts, ...(whole ? bodies(whole) : [el("p", "soft", "The journal does not hold it any more.")]));
  } catch {
    detail.append(el("p", "bad", "The bodies cannot be read now."));
  }
}

function bodies({ target, requestBody, answerBody }) {
  const parts = [["Target", target], ["Request body", requestBody], ["Answer body", answerBody]];
  return parts.filter(([, text]) => text).flatMap(([title, text]) => [el("h3", "", title), el("pre", "", clip(indented(text)))]);
}

function indented(text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text; // no JSON, or the first part of one
  }
}

// --- faults and settings ---

function showFaults() {
  if (!extras.plans) return;
  const { plans: { plans }, rates } = extras;
  const parts = [
    el("h2", "", "Plans"),
    ...filtered(plans).map(planCard),
    el("p", "soft", plans.length ? "" : "No plan is in force."),
    el("h2", "", "Rates"),
    rates ? ratesCard(rates) : el("p", "soft", "No requests are struck by chance."),
    el("h2", "", "Late commits"),
    el("p", "", late ? `${count(late, "request")} answered, but not stored yet.` : "All that is to be stored is stored."),
  ];
  replace($("faults"), parts);
}

function planCard({ name, remaining }) {
  const left = Object.entries(remaining);
  const outcomes = left.map(([operation, faults]) => [operation, faultList(faults)]);
  const body = left.length ? fields(Object.fromEntries(outcomes)) : el("p", "soft", "All of it was met.");
  return el("div", "card", el("h3", "", foreign(name)), body);
}

function ratesCard({ share, seed, faults, operations }) {
  return el("div", "card", fields({
    Share: share, Seed: seed, Operations: operations ? operations.join(", ") : "all", Faults: faultList(faults),
  }));
}

function faultList(faults) {
  const list = el("span", "", ...faults.slice(0, WINDOW).map((fault) => el("span", "chip", clip(faultText(fault)))));
  if (faults.length > WINDOW) list.append(`… ${faults.length - WINDOW} more`);
  return list;
}

function faultText({ fault = "none", strikes, retryAfter, latency }) {
  const parts = [words(fault)];
  if (strikes) parts.push(words(strikes));
  if (retryAfter !== undefined && retryAfter !== null) parts.push(`retry after ${retryAfter}`);
  if (latency) parts.push(`latency ${words(latency)} ms`);
  return parts.join(" · ");
}

function showSettings() {
  const part = (title, content) => el("section", "card", el("h3", "", title), content);
  const columns = el("div", "columns",
    part("Settings", fields(extras.settings ?? {}, words)),
    part("Requests by operation", fields(counters.operations ?? {})),
    el("div", "",
      part("Requests by status", fields(counters.statuses ?? {})), part("Requests by fault", fields(counters.faults ?? {}))));
  replace($("settings"), [columns]);
}

// Only where something changed, so that a selection outlives a refresh.
function replace(panel, parts) {
  const before = panel.textContent;
  const next = el("div", "", ...parts);
  if (before !== next.textContent) panel.replaceChildren(...next.children);
}

// --- the page ---

const views = {
  conversations: showConversations, metadata: showMetadata, requests: showRequests, faults: showFaults,
  settings: showSettings,
};

function render() {
  views[tab]();
  showBar();
}

function showBar() {
  const messages = state.conversations.reduce((sum, it) => sum + it.messages.length, 0);
  const records = SUBJECTS.reduce((sum, [id]) => sum + state[id].length, 0);
  const facts = [
    ["clock", clock ? `${clock.now.slice(0, 19).replace("T", " ")}Z${clock.running ? "" : " (stopped)"}` : "–"],
    ["requests", counters.requests], ["conversations", state.conversations.length], ["messages", messages],
    ["metadata records", records], ["late commits", late ?? 0],
  ];
  const bar = $("bar");
  if (!bar.firstChild) bar.append(...facts.map(([name]) => el("span", "", `${name} `, el("b"))));
  facts.forEach(([, value], index) => say(bar.children[index].lastChild, String(value)));
}

function choose(name) {
  tab = name;
  for (const it of tabs) {
    const isChosen = it.id === `tab-${name}`;
    it.ariaSelected = String(isChosen);
    it.tabIndex = isChosen ? 0 : -1;
    $(it.getAttribute("aria-controls")).hidden = !isChosen;
  }
  render();
  look();
}

function raise(id) {
  limits[id] += WINDOW;
  render();
}

function raiseEarlier() {
  const transcript = $("transcript");
  const fromEnd = transcript.scrollHeight - transcript.scrollTop;
  raise("messages");
  transcript.scrollTop = transcript.scrollHeight - fromEnd;
}

// --- reading ---

let isConnected = false;
let isPaused = false;
let isLooking = false;
let isHurried = false; // whether to look again at once
let isStale = true; // whether the state has to be read again
let stateNotBefore = 0;
let timer;

async function get(path) {
  const answer = await fetch(path, { signal: AbortSignal.timeout(PATIENCE) });
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  return answer.json();
}

function tellLink(link, text) {
  $("link").dataset.link = link;
  say($("link"), text);
}

// One look at the emulator, and the next one a while later.
async function look(isAsked = false) {
  if (isLooking) return (isHurried = true);
  clearTimeout(timer);
  if ((isPaused || document.hidden) && !isAsked) return tellLink("paused", "Paused");
  isLooking = true;
  try {
    if (!isConnected) await connect();
    const isNew = await read();
    tellLink("live", "Live");
    if (isNew) render();
    else showBar();
  } catch {
    isConnected = false;
    tellLink("disconnected", "Disconnected, trying again");
  }
  isLooking = false;
  timer = setTimeout(() => look(), isHurried || isPaused ? 0 : PERIOD);
  isHurried = false;
}

// After a break another emulator may answer: what was read before means nothing.
async function connect() {
  const { texts } = await get("inspector.json");
  $("note").hidden = texts;
  forget();
  isConnected = true;
}

function forget() {
  entries = [];
  isStale = true;
  for (const list of [$("journal"), $("message-list"), ...$("metadata-columns").querySelectorAll("ul")]) clear(list);
}

// Whether there is anything new to show, but for the clock.
async function read() {
  const paths = { faults: ["plans", "rates"], settings: ["settings"], requests: ["settings"] }[tab] ?? [];
  // The last entry is read again: where it is another one, the emulator was reset and counts from 1.
  const last = entries.at(-1);
  const [journal, counted, now, { pending }, { revision: current }, ...others] = await Promise.all(
    [`requests?after=${last ? last.number - 1 : 0}`, "counters", "clock", "late-commits", "inspector.json", ...paths].map(get));
  const isReset = last && JSON.stringify(journal.requests[0]) !== JSON.stringify(last);
  if (isReset) forget();
  const fresh = isReset ? (await get("requests?after=0")).requests : journal.requests.slice(last ? 1 : 0);
  entries = entries.concat(fresh).slice(-KEPT);
  if (fresh.length || counted.requests !== counters.requests || pending !== late || current !== revision) isStale = true;
  [counters, clock, late, revision] = [counted, now, pending, current];
  paths.forEach((path, index) => (extras[path] = others[index]));
  const isDue = isStale && performance.now() >= stateNotBefore;
  if (isDue) await readState();
  return isDue || fresh.length > 0 || paths.length > 0;
}

// A long state is read less often.
async function readState() {
  const begun = performance.now();
  const before = state.conversations.find(({ id }) => id === openId)?.messages.length;
  state = await get(hasTexts() ? "state" : "state?texts=hidden");
  isStale = false;
  stateNotBefore = performance.now() + 5 * (performance.now() - begun);
  const messages = state.conversations.find(({ id }) => id === openId)?.messages;
  if (before === undefined || !messages || messages.length <= before) return;
  const newest = messages.at(-1);
  const number = messages.length - before;
  say($("news"), number > 1 ? `${number} new messages` : `New message. ${newest.sender.role}: ${newest.text.slice(0, 500)}`);
}

// --- what is pressed ---

rove($("tabs"), "[role=tab]", "ArrowRight", "ArrowLeft");
rove($("conversation-list"), "[role=option]");
rove($("message-list"), ".message");
rove($("journal"), ".entry button");

$("tabs").addEventListener("focusin", ({ target }) => target.id !== `tab-${tab}` && choose(target.id.slice(4)));
$("tabs").addEventListener("click", ({ target }) => target.role === "tab" && choose(target.id.slice(4)));
$("conversations-more").addEventListener("click", () => raise("conversations"));
$("requests-more").addEventListener("click", () => raise("requests"));
$("messages-more").addEventListener("click", raiseEarlier);
$("close").addEventListener("click", close);
$("help").addEventListener("click", () => $("keys").showModal());
$("keys-close").addEventListener("click", () => $("keys").close());

let typed;
$("filter").addEventListener("input", () => {
  clearTimeout(typed);
  typed = setTimeout(() => {
    needle = $("filter").value.trim().toLowerCase();
    limits = { messages: limits.messages };
    render();
  }, 100);
});

$("pause").addEventListener("click", () => {
  isPaused = !isPaused;
  $("pause").ariaPressed = String(isPaused);
  look();
});

$("refresh").addEventListener("click", () => {
  isStale = true;
  stateNotBefore = 0;
  look(true);
});

document.addEventListener("visibilitychange", () => {
  isStale = true;
  look();
});

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input") || $("keys").open) return;
  const actions = { "/": () => $("filter").focus(), "?": () => $("keys").showModal(), Escape: escape };
  const action = actions[event.key];
  if (!action) return;
  event.preventDefault();
  action();
});

function escape() {
  if (tab === "requests") return $("journal").querySelectorAll("[aria-expanded=true]").forEach((button) => button.click());
  if (tab === "conversations" && openId) close();
}

choose(tab);
