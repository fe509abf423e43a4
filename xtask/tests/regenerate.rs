//! `cargo xtask regenerate` from outside: the built program on copies of this workspace's specs.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use std::fs;
use std::process::Output;

use serde_json::Value;
use support::{Scratch, WRITTEN, regenerate, tree, workspace};

const MESSAGE: &str = "pages/create-a-message.md";
const OTHER: &str = "pages/create-one-message.md";
const OWN_MESSAGE: &str = "root/specs/upstream/pages/create-a-message.md";
const CONTRACT: &str = "root/specs/overlays/contract/conversations.yaml";
const CODEGEN: &str = "root/specs/overlays/codegen/conversations.yaml";
const METADATA: &str = "root/specs/overlays/contract/metadata-ingestion.yaml";

/// Spoils the input, and answers what the error line must begin with.
type Spoil = fn(&Scratch) -> String;

/// The path of createMessage, in a JSON pointer.
const MESSAGES: &str = "~1conversation~1v1~1conversations~1{conversationId}~1messages";

/// Each row spoils the pages of a download.
const BAD_DOWNLOADS: &[(&str, Spoil)] = &[
    ("no fence", |s| {
        s.replace(MESSAGE, "````yaml", "yaml");
        s.replace(MESSAGE, "\n````", "\n");
        "page create-a-message.md: no YAML fence".into()
    }),
    ("an unclosed fence", |s| {
        s.replace(MESSAGE, "\n````yaml", "\n`````yaml");
        let line = s.line(MESSAGE, "`````yaml");
        format!("page create-a-message.md: line {line}: the fence is not closed")
    }),
    ("a second fence", |s| {
        s.append(MESSAGE, "\n\n```yaml\nopenapi: 3.0.1\n```\n");
        let line = s.line(MESSAGE, "```yaml") + 1;
        format!("page create-a-message.md: line {line}: a second YAML fence")
    }),
    ("a file that is no page", |s| {
        s.rename(MESSAGE, "pages/create-a-message.mdx");
        "create-a-message.mdx in ".into()
    }),
    ("a folder of pages", |s| {
        fs::create_dir(s.path("pages/more")).unwrap();
        "more in ".into()
    }),
    ("components that are no object", |s| {
        s.replace(MESSAGE, "\ncomponents:\n", "\ncomponents: text\nx:\n");
        "page create-a-message.md: /components is not an object".into()
    }),
    ("schemas that are no object", |s| {
        s.replace(MESSAGE, "\ncomponents:\n", "\ncomponents:\n  schemas: []\n");
        "page create-a-message.md: /components/schemas is not an object".into()
    }),
    ("an operation without id, and no overlay that gives it one", |s| {
        s.replace(MESSAGE, "operationId: createMessage", "x-id: createMessage");
        let place = format!("specs/contract/conversations.yaml: /paths/{MESSAGES}/post");
        format!("{place}: no operationId; {GIVE_ID}")
    }),
    ("an operation with a blank id", |s| {
        s.replace(MESSAGE, "operationId: createMessage", "operationId: ' '");
        format!("page create-a-message.md: /paths/{MESSAGES}/post: operationId \" \" is no name")
    }),
    ("an operation with an id that is no text", |s| {
        s.replace(MESSAGE, "operationId: createMessage", "operationId: 1");
        format!("page create-a-message.md: /paths/{MESSAGES}/post: operationId 1 is no name")
    }),
    ("a health check with other credentials", |s| {
        publish_health(s);
        s.replace(HEALTH, "security:\n  - API-ID: []", "security:\n  - API-Key: []");
        health_disagrees("/security/0/API-ID")
    }),
    ("a health check without credentials", |s| {
        publish_health(s);
        s.replace(HEALTH, "\nsecurity:\n", "\nx-security:\n");
        health_disagrees("/security")
    }),
    ("a health check elsewhere", |s| {
        publish_health(s);
        s.replace(HEALTH, "api.sandbox.asapp.com", "health.asapp.com");
        health_disagrees("/servers/0/url")
    }),
    ("a health check with credentials in other headers", |s| {
        publish_health(s);
        s.replace(HEALTH, "name: asapp-api-id", "name: api-id");
        health_disagrees("/components/securitySchemes/API-ID/name")
    }),
    ("a health check without operation", |s| {
        publish_health(s);
        s.replace(HEALTH, "    get:\n", "    x-get:\n");
        "conversations.yaml: page check-health.md: /paths holds no operation".into()
    }),
    ("a health check alone", |s| {
        let folder = fs::read_dir(s.path("pages")).unwrap();
        for page in folder.map(|entry| format!("pages/{}", entry.unwrap().file_name().display())) {
            if s.read(&page).contains("title: Conversations API") {
                s.remove(&page);
            }
        }
        publish_health(s);
        "conversations.yaml: page check-health.md: no page of \"Conversations API\" beside it"
            .into()
    }),
    ("one id at two paths", |s| {
        s.replace("pages/create-multiple-messages.md", "createBatchMessages", "createMessage");
        let page = "page create-multiple-messages.md";
        let of = format!("also that of /paths/{MESSAGES}/post in page create-a-message.md");
        format!("{page}: /paths/{MESSAGES}~1batch/post: operationId \"createMessage\" is {of}")
    }),
    ("one id in two documents", |s| {
        s.replace(MESSAGE, "operationId: createMessage", "operationId: singleConvoMetadata");
        let page = "page create-a-message.md";
        let of = "also that of /paths/~1metadata-ingestion~1v1~1single-convo-metadata/post in page add-a-conversation-metadata.md";
        format!("{page}: /paths/{MESSAGES}/post: operationId \"singleConvoMetadata\" is {of}")
    }),
    ("one id at two methods", |s| {
        let (list, upsert) = ("pages/list-conversations.md", "createOrUpdateConversation");
        s.replace(list, "getConversations", upsert);
        let place = "/paths/~1conversation~1v1~1conversations";
        format!(
            "page list-conversations.md: {place}/get: operationId {upsert:?} is also that of {place}/post in page create-or-update-a-conversation.md"
        )
    }),
    ("two keys of one text", |s| {
        s.replace(MESSAGE, "        '400':\n", "        200: {}\n        '400':\n");
        let line = s.line(MESSAGE, "        200: {}");
        format!("page create-a-message.md: line {line}: duplicate mapping key: 200")
    }),
    ("a number that would be reworded", |s| {
        s.replace(MESSAGE, "minLength: 1", "minLength: 01");
        let text = s.read(MESSAGE);
        let line = text.lines().position(|line| line.ends_with("minLength: 01")).unwrap() + 1;
        format!("page create-a-message.md: line {line}: the number 01 would become 1")
    }),
    ("an id that an overlay gives to another operation", |s| {
        append_addition(s, CONTRACT, "GET /v1/a", "{/v1/a: {get: {operationId: getA}}}");
        s.replace(MESSAGE, "operationId: createMessage", "operationId: getA");
        let added = "specs/contract/conversations.yaml: /paths/~1v1~1a/get: operationId \"getA\"";
        format!("{WRONG_ID}: {added} is also that of /paths/{MESSAGES}/post in specs/contract/c")
    }),
    ("a required value that may be null", |s| {
        let id = "                              nullable: true\n";
        let name = "                            name:\n                              type: string\n                              description: The display name of the customer.";
        s.replace("pages/list-conversations.md", name, &(id.to_owned() + name));
        "specs/overlays/codegen/conversations.yaml: two different schemas have the name Customer"
            .into()
    }),
    ("no YAML", |s| {
        s.replace(MESSAGE, "\npaths:\n", "\npaths: : [\n");
        let line = s.line(MESSAGE, "paths: : [");
        format!("page create-a-message.md: line {line}: mapping values are not allowed")
    }),
    ("no OpenAPI document", |s| {
        s.write(MESSAGE, "# A page\n\n```yaml\nsome text\n```\n");
        "page create-a-message.md: line 4: the fence does not hold an OpenAPI document".into()
    }),
    ("duplicate keys", |s| {
        s.replace(MESSAGE, "\nsecurity:\n", "\nopenapi: 3.0.1\nsecurity:\n");
        let line = s.line(MESSAGE, "openapi:");
        format!("page create-a-message.md: line {line}: duplicate mapping key: openapi")
    }),
    ("not UTF-8", |s| {
        fs::write(s.path(MESSAGE), [0xff]).unwrap();
        "page create-a-message.md: not UTF-8".into()
    }),
    ("not a file", |s| {
        s.remove(MESSAGE);
        fs::create_dir(s.path(MESSAGE)).unwrap();
        "page create-a-message.md: ".into()
    }),
    ("no heading", |s| {
        s.replace(MESSAGE, "# Create a message", "Create a message");
        "page create-a-message.md: no heading".into()
    }),
    ("an unknown title", |s| {
        s.replace(MESSAGE, "title: Conversations API", "title: Voice API");
        "page create-a-message.md: /info/title is \"Voice API\", which is none of".into()
    }),
    ("no title", |s| {
        s.replace(MESSAGE, "title: Conversations API", "name: Conversations API");
        "page create-a-message.md: /info/title is missing".into()
    }),
    ("no operation", |s| {
        s.replace(MESSAGE, "    post:\n", "    x-post:\n");
        "conversations.yaml: page create-a-message.md: /paths holds no operation".into()
    }),
    ("no page at all", |s| {
        fs::remove_dir_all(s.path("pages")).unwrap();
        fs::create_dir(s.path("pages")).unwrap();
        "no page (*.md) in ".into()
    }),
    ("no page for a document", |s| {
        s.remove("pages/add-a-conversation-metadata.md");
        "metadata-ingestion.yaml: no page for this document".into()
    }),
    ("a page from nowhere", |s| {
        s.rename(MESSAGE, OTHER);
        "page create-one-message.md: its path on the vendor's site is not known".into()
    }),
    ("an operation that is gone", |s| {
        s.remove(MESSAGE);
        "specs/overlays/contract/conversations.yaml: /actions/1: $.paths['/conversation/v1".into()
    }),
];

/// Each row makes one page differ from what another says.
const DISAGREEMENTS: &[(&str, &str, &str, &str)] = &[
    ("info", "  version: '0.1'", "  version: '0.2'", "/info/version"),
    ("servers", "api.sandbox.asapp.com", "api.asapp.com", "/servers/0/url"),
    ("security", "  - API-ID: []", "  - API-Id: []", "/security/0/API-Id"),
    ("tags", "  - name: Conversations", "  - name: Messages", "/tags/0/name"),
    ("more than the other", "\ntags:\n", "\nx-more: 1\ntags:\n", "/x-more"),
    ("scheme", "name: asapp-api-id", "name: api-id", "/components/securitySchemes/API-ID/name"),
    ("no scheme", "API-ID:\n", "API-ID: ~\n    X:\n", "/components/securitySchemes/API-ID"),
];

/// Each row makes two pages disagree on the path and the operation that both describe.
const TWICE_DESCRIBED: &[(&str, &str, &str, &str)] = &[
    ("operation", "summary: Create a message", "summary: Create one message", "/post/summary"),
    ("path", "      - name: conversationId", "      - name: id", "/parameters/0/name"),
    ("constraint", "pattern: ^[A-Z0-9]+$", "pattern: ^[A-Z]+$", "/parameters/0/schema/pattern"),
    ("less", "    parameters:", "    x-parameters:", "/parameters"),
];

/// Each row spoils the pages or the provenance that are held.
const BAD_PAGES: &[(&str, Spoil)] = &[
    ("an edited page", |s| {
        s.replace(OWN_MESSAGE, "The content of the message.", "The content.");
        "page create-a-message.md: its sha256 is ".into()
    }),
    ("an unlisted page", |s| {
        s.write("root/specs/upstream/pages/more.md", &s.read(OWN_MESSAGE));
        "page more.md: not listed in specs/upstream/provenance.yaml".into()
    }),
    ("a missing page", |s| {
        s.remove(OWN_MESSAGE);
        "page create-a-message.md: listed in specs/upstream/provenance.yaml, but missing".into()
    }),
    ("another title", |s| {
        s.replace(PROVENANCE, "title: Create a message", "title: Create");
        "page create-a-message.md: its title is \"Create a message\"".into()
    }),
    ("provenance that is no YAML", |s| {
        s.append(PROVENANCE, "]\n");
        let line = s.line(PROVENANCE, "]");
        format!("specs/upstream/provenance.yaml: line {line}: ")
    }),
    ("provenance of another shape", |s| {
        s.replace(PROVENANCE, "    sha256:", "    sha512:");
        "specs/upstream/provenance.yaml: unknown field `sha512`".into()
    }),
];

const PROVENANCE: &str = "root/specs/upstream/provenance.yaml";

/// Each row spoils an overlay.
const BAD_OVERLAYS: &[(&str, Spoil)] = &[
    ("an action that matches nothing", |s| {
        let at = append_action(s, CONTRACT, "$.nowhere", "because", "update: 1");
        format!("{at}: $.nowhere: matches nothing")
    }),
    ("an update that changes nothing", |s| {
        let at = append_action(s, CONTRACT, "$.info", "because", "update: {version: '0.1'}");
        format!("{at}: $.info: changes nothing")
    }),
    ("an update that is no part of an object", |s| {
        let at = append_action(s, CONTRACT, "$.info", "because", "update: text");
        format!("{at}: $.info: cannot merge")
    }),
    ("a blank reason", |s| {
        let at = append_action(s, CONTRACT, "$.openapi", "' '", "update: 3.0.2");
        format!("{at}: $.openapi: gives no reason")
    }),
    ("no reason", |s| {
        let at = append_action(s, CONTRACT, "$.openapi", "because", "update: 3.0.2");
        s.replace(CONTRACT, "    description: because\n", "");
        format!("{at}: $.openapi: gives no reason")
    }),
    ("neither update nor remove", |s| {
        let at = append_action(s, CODEGEN, "$.openapi", "because", "remove: false");
        format!("{at}: $.openapi: needs either `update` or `remove: true`")
    }),
    ("update and remove", |s| {
        let both = "update: 3.0.2\n    remove: true";
        let at = append_action(s, CODEGEN, "$.openapi", "because", both);
        format!("{at}: $.openapi: needs either `update` or `remove: true`")
    }),
    ("a misspelt key", |s| {
        let at = append_action(s, CODEGEN, "$.openapi", "because", "updates: 3.0.2");
        format!("{at}: unknown field `updates`")
    }),
    ("a misspelt key beside the actions", |s| {
        s.append(CONTRACT, "x-share: {a: &a 1}\n");
        "specs/overlays/contract/conversations.yaml: unknown field `x-share`".into()
    }),
    ("a shared part that nothing refers to", |s| {
        s.replace(CONTRACT, "\nactions:\n", "\n  more: &more {a: 1}\nactions:\n");
        "specs/overlays/contract/conversations.yaml: /x-shared/more: nothing refers to it".into()
    }),
    ("one anchor for two shared parts", |s| {
        s.replace(CONTRACT, "forbidden: &forbidden", "forbidden: &unauthorized");
        s.replace(CONTRACT, "*forbidden", "*unauthorized");
        s.replace(CONTRACT, "\nx-shared:\n", "\nx-shared:\n  forbidden-2: &forbidden {}\n");
        "specs/overlays/contract/conversations.yaml: /x-shared/unauthorized: nothing refers".into()
    }),
    ("an addition that is no method and path", |s| {
        let at = append_addition(s, CONTRACT, "get /v1/a", "{/v1/a: {get: {operationId: a}}}");
        format!("{at}: x-adds: \"get /v1/a\" is not of the form `GET /path`")
    }),
    ("an addition by removal", |s| {
        let what = "x-adds: GET /v1/a\n    remove: true";
        let at = append_action(s, CONTRACT, "$.paths", "because", what);
        format!("{at}: $.paths: x-adds: GET /v1/a: a removal adds nothing")
    }),
    ("an addition for the generator alone", |s| {
        let at = append_addition(s, CODEGEN, "GET /v1/a", "{/v1/a: {get: {operationId: a}}}");
        format!("{at}: x-adds: only the contract overlay adds operations")
    }),
    ("an addition of another operation", |s| {
        let at = append_addition(s, CONTRACT, "GET /v1/a", "{/v1/a: {put: {operationId: a}}}");
        format!("{at}: x-adds: GET /v1/a: the action adds PUT /v1/a")
    }),
    ("an addition without a reason", |s| {
        let at = append_addition(s, CONTRACT, "GET /v1/a", "{/v1/a: {get: {operationId: a}}}");
        s.replace(CONTRACT, "    description: because\n", "");
        format!("{at}: gives no reason")
    }),
    ("an operation that is added without a word", |s| {
        let update = "update: {/v1/a: {get: {operationId: a}}}";
        let at = append_action(s, CONTRACT, "$.paths", "because", update);
        format!("{at}: $.paths: adds GET /v1/a; say so in the contract overlay")
    }),
    ("an operation for the generator alone", |s| {
        let update = "update: {/v1/a: {get: {operationId: a}}}";
        let at = append_action(s, CODEGEN, "$.paths", "because", update);
        format!("{at}: $.paths: adds GET /v1/a; say so in the contract overlay")
    }),
    ("an added operation without id", |s| {
        append_addition(s, CONTRACT, "GET /v1/a", "{/v1/a: {get: {}}}");
        let place = "/paths/~1v1~1a/get: no operationId";
        format!("specs/contract/conversations.yaml: {place}; {GIVE_ID}")
    }),
    ("an added operation with a blank id", |s| {
        append_addition(s, CONTRACT, "GET /v1/a", "{/v1/a: {get: {operationId: ''}}}");
        let place = "/paths/~1v1~1a/get: operationId \"\" is no name";
        format!("{WRONG_ID}: specs/contract/conversations.yaml: {place}")
    }),
    ("one id for a page's operation and an added one", |s| {
        append_addition(s, METADATA, "GET /v1/a", "{/v1/a: {get: {operationId: createMessage}}}");
        let added = "specs/contract/metadata-ingestion.yaml: /paths/~1v1~1a/get";
        let of = format!("/paths/{MESSAGES}/post in specs/contract/conversations.yaml");
        format!("{WRONG_ID}: {added}: operationId \"createMessage\" is also that of {of}")
    }),
    ("one id at one place of two documents", |s| {
        for overlay in [CONTRACT, METADATA] {
            append_addition(s, overlay, "GET /v1/a", "{/v1/a: {get: {operationId: getA}}}");
        }
        let added = "specs/contract/metadata-ingestion.yaml: /paths/~1v1~1a/get";
        let of = "/paths/~1v1~1a/get in specs/contract/conversations.yaml";
        format!("{WRONG_ID}: {added}: operationId \"getA\" is also that of {of}")
    }),
    ("one id for two added operations", |s| {
        for path in ["/v1/a", "/v1/b"] {
            let paths = format!("{{{path}: {{get: {{operationId: getA}}}}}}");
            append_addition(s, CONTRACT, &format!("GET {path}"), &paths);
        }
        let added = "specs/contract/conversations.yaml: /paths/~1v1~1b/get: operationId \"getA\"";
        let of = "/paths/~1v1~1a/get in specs/contract/conversations.yaml";
        format!("{WRONG_ID}: {added} is also that of {of}")
    }),
    ("a target that is no JSONPath", |s| {
        let at = append_action(s, CODEGEN, "$[", "because", "update: 1");
        format!("{at}: $[: is not a JSONPath")
    }),
    ("the root removed", |s| {
        let at = append_action(s, CODEGEN, "$", "because", "remove: true");
        format!("{at}: $: cannot remove the whole document")
    }),
    ("no YAML", |s| {
        s.append(CODEGEN, "]\n");
        let line = s.line(CODEGEN, "]");
        format!("specs/overlays/codegen/conversations.yaml: line {line}: ")
    }),
    ("another version", |s| {
        s.replace(CODEGEN, "overlay: 1.0.0", "overlay: 1.1.0");
        "specs/overlays/codegen/conversations.yaml: overlay \"1.1.0\" is not 1.0.0".into()
    }),
    ("an overlay of no document", |s| {
        s.write("root/specs/overlays/contract/conversation.yaml", &s.read(CONTRACT));
        "specs/overlays/contract/conversation.yaml: is none of conversations.yaml, metadata".into()
    }),
    ("an overlay of no set", |s| {
        s.write("root/specs/overlays/conversations.yaml", &s.read(CONTRACT));
        "specs/overlays/conversations.yaml: is none of contract, codegen; rename".into()
    }),
    ("no file", |s| {
        s.remove(CODEGEN);
        "cannot read specs/overlays/codegen/conversations.yaml: ".into()
    }),
    ("one name for two schemas", |s| {
        append_action(s, CODEGEN, "$..properties.text", "because", "update: {x-hoist: Sender}");
        "specs/overlays/codegen/conversations.yaml: two different schemas have the name Sender, at /paths/~1conversation".into()
    }),
    ("a name that is no text", |s| {
        append_action(s, CODEGEN, "$..properties.messages", "because", "update: {x-hoist: 1}");
        "specs/overlays/codegen/conversations.yaml: /paths/~1conversation".into()
    }),
    ("a name that a component has", |s| {
        let components = "update: {schemas: {Message: {type: object}}}";
        append_action(s, CONTRACT, "$.components", "because", components);
        "specs/overlays/codegen/conversations.yaml: schema Message: the document already".into()
    }),
    ("a component section that is no object", |s| {
        append_action(s, CONTRACT, "$.components", "because", "update: {schemas: []}");
        "specs/overlays/codegen/conversations.yaml: /components/schemas is not an object".into()
    }),
    ("a limit that nobody enforces", |s| {
        let target = "$..post.requestBody..properties.text";
        append_action(s, CONTRACT, target, "because", "update: {multipleOf: 2}");
        let operation = "createMessage (/conversation/v1/conversations/{conversationId}/messages)";
        format!(
            "specs/contract/conversations.yaml: {operation}: /text: multipleOf: 2: teach this limit"
        )
    }),
    ("a second success answer", |s| {
        let responses = "$.paths['/conversation/v1/conversations'].post.responses";
        append_action(s, CONTRACT, responses, "because", "update: {'202': {description: later}}");
        "specs/contract/conversations.yaml: post /conversation/v1/conversations: more than one success answer"
            .into()
    }),
];

const GIVE_ID: &str = "give it one in specs/overlays/contract/conversations.yaml";
const WRONG_ID: &str = "an action of specs/overlays/contract gives a wrong operationId";

/// Appends an action that adds to the paths, and answers how an error names it.
fn append_addition(s: &Scratch, overlay: &str, adds: &str, paths: &str) -> String {
    let what = format!("x-adds: {adds}\n    update: {paths}");
    append_action(s, overlay, "$.paths", "because", &what) + ": $.paths"
}

/// Appends an action to an overlay, and answers how an error names it.
fn append_action(s: &Scratch, overlay: &str, target: &str, reason: &str, what: &str) -> String {
    let index = s.read(overlay).matches("- target:").count();
    let action = format!("  - target: {target}\n    description: {reason}\n    {what}\n");
    s.append(overlay, &action);
    format!("{}: /actions/{index}", overlay.trim_start_matches("root/"))
}

#[test]
fn bad_downloads_are_refused() {
    for (name, spoil) in BAD_DOWNLOADS {
        assert_refused(name, spoil, |s| s.run_with_pages(&[]));
    }
}

#[test]
fn pages_that_disagree_on_a_shared_part_are_refused() {
    for (name, from, to, at) in DISAGREEMENTS {
        let spoil = |s: &Scratch| {
            s.replace(MESSAGE, from, to);
            let pages = "page create-multiple-messages.md: disagrees with page create-a-message.md";
            format!("conversations.yaml: {pages} at {at}")
        };
        assert_refused(name, spoil, |s| s.run_with_pages(&[]));
    }
}

#[test]
fn pages_that_disagree_on_one_operation_are_refused() {
    for (name, from, to, at) in TWICE_DESCRIBED {
        let spoil = |s: &Scratch| {
            s.write("pages/create-a-message-2.md", &s.read(MESSAGE));
            // Listed, so that nothing but the disagreement is wrong.
            let entry = "  - {file: create-a-message-2.md, title: a, path: /a, sha256: a}\n";
            s.append(PROVENANCE, entry);
            s.replace(MESSAGE, from, to);
            let pages = "page create-a-message.md: disagrees with page create-a-message-2.md";
            format!("conversations.yaml: {pages} at /paths/{MESSAGES}{at}")
        };
        assert_refused(name, spoil, |s| s.run_with_pages(&[]));
    }
}

#[test]
fn pages_that_are_not_as_they_were_taken_in_are_refused() {
    for (name, spoil) in BAD_PAGES {
        assert_refused(name, spoil, |s| s.run(&[]));
    }
}

#[test]
fn bad_overlays_are_refused() {
    for (name, spoil) in BAD_OVERLAYS {
        assert_refused(name, spoil, |s| s.run(&[]));
    }
}

/// One line that begins as foretold, exit code 2, and every file as it was.
fn assert_refused(name: &str, spoil: impl Fn(&Scratch) -> String, run: fn(&Scratch) -> Output) {
    let scratch = Scratch::new();
    let expected = format!("error: {}", spoil(&scratch));
    let before = scratch.tree();
    let output = run(&scratch);
    let error = String::from_utf8(output.stderr).unwrap();
    assert!(error.starts_with(&expected), "{name}:\nexpected {expected}\n     got {error}");
    assert_eq!(error.trim_end_matches('\n').lines().count(), 1, "{name}: {error}");
    assert_eq!(output.status.code(), Some(2), "{name}");
    assert!(output.stdout.is_empty(), "{name}");
    assert!(scratch.tree() == before, "{name}: a file changed");
}

#[test]
fn a_panic_of_the_generator_is_told() {
    let scratch = Scratch::new();
    let schema = "$..parameters[?@.name == 'externalId'].schema";
    let update = "update: {$ref: '#/components/schemas/No'}";
    append_action(&scratch, CODEGEN, schema, "because", update);
    let before = scratch.tree();
    let output = scratch.run(&[]);
    let error = String::from_utf8(output.stderr).unwrap();
    let told = "conversations.yaml: createOrUpdateConversation or getConversations (/conversation/v1/conversations): the generator panicked: $ref #/components/schemas/No is missing";
    assert!(error.contains(told), "{error}");
    assert_eq!(output.status.code(), Some(2));
    assert!(scratch.tree() == before, "a file changed");
}

#[test]
fn nothing_is_to_be_regenerated_in_this_workspace() {
    let output = regenerate(&["--check"]);
    assert_eq!(text(&output), "", "run `cargo xtask regenerate`");
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn a_check_shows_every_change_and_makes_none() {
    let scratch = Scratch::new();
    scratch.replace(MESSAGE, "description: Response for messages", "description: The new message");
    let written = || WRITTEN.map(|path| tree(&workspace().join(path)));
    let before = written();

    let pages = scratch.path("pages");
    let output = regenerate(&["--check", "--pages", pages.to_str().unwrap()]);

    assert_eq!(output.status.code(), Some(1));
    assert!(written() == before, "a check wrote a file");
    let diff = text(&output);
    let changed: Vec<&str> = diff.lines().filter_map(|line| line.strip_prefix("+++ b/")).collect();
    assert_eq!(
        changed,
        [
            "crates/asapp-emulator/contract/conversations.json",
            "crates/asapp/src/specs.rs",
            "specs/contract/conversations.yaml",
            "specs/conversations.yaml",
            "specs/upstream/conversations.yaml",
            "specs/upstream/pages/create-a-message.md",
            "specs/upstream/provenance.yaml",
            "src/generated/conversations.rs",
        ]
    );
    for file in changed {
        let (_, rest) = diff.split_once(&format!("--- a/{file}\n+++ b/{file}\n@@ ")).unwrap();
        let hunks = rest.split("\n--- a/").next().unwrap();
        let shown = |sign: &str, what: &str| {
            hunks.lines().any(|line| line.starts_with(sign) && line.contains(what))
        };
        let (old, new) = match file {
            "specs/upstream/provenance.yaml" => ("sha256: ", "sha256: "),
            "crates/asapp/src/specs.rs" => ("\"conversations\", ", "\"conversations\", "),
            _ => ("Response for messages", "The new message"),
        };
        assert!(shown("-", old) && shown("+", new), "{file}:\n{hunks}");
    }
}

#[test]
fn new_pages_are_taken_in_once() {
    let scratch = Scratch::new();
    scratch.rename(MESSAGE, OTHER);
    scratch.replace(OTHER, "description: Response for messages", "description: The new message");
    let source = "# Source: https://docs.asapp.com/apis/messages/create-one-message.md\n\n";
    scratch.write(OTHER, &(source.to_owned() + &scratch.read(OTHER)));
    let list = "pages/list-conversations.md";
    scratch.replace(list, "# List conversations", "# Find conversations");

    let output = scratch.run_with_pages(&[]);

    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(
        text(&output).lines().collect::<Vec<_>>(),
        [
            "crates/asapp-emulator/contract/conversations.json",
            // The operations stand in the order of the pages' names.
            "crates/asapp/src/limits.rs",
            "crates/asapp/src/specs.rs",
            "specs/contract/conversations.yaml",
            "specs/conversations.yaml",
            "specs/upstream/conversations.yaml",
            "specs/upstream/pages/create-a-message.md",
            "specs/upstream/pages/create-one-message.md",
            "specs/upstream/pages/list-conversations.md",
            "specs/upstream/provenance.yaml",
            "src/generated/conversations.rs",
        ]
    );
    for file in [
        "specs/upstream/conversations.yaml",
        "specs/contract/conversations.yaml",
        "specs/conversations.yaml",
        "crates/asapp-emulator/contract/conversations.json",
        "src/generated/conversations.rs",
    ] {
        assert!(scratch.read(&format!("root/{file}")).contains("The new message"), "{file}");
    }
    assert_held_pages_are_the_download(&scratch);
    let provenance = scratch.read(PROVENANCE);
    // A page that names its source, one that does not, and the one that is gone.
    assert!(provenance.contains("path: /apis/messages/create-one-message.md\n"), "{provenance}");
    let kept = "title: Find conversations\n    path: /apis/conversations/list-conversations.md\n";
    assert!(provenance.contains(kept), "{provenance}");
    assert!(!provenance.contains("file: create-a-message.md"), "{provenance}");

    let before = scratch.tree();
    for arguments in [&[][..], &["--check"]] {
        let again = scratch.run(arguments);
        assert_eq!(String::from_utf8_lossy(&again.stderr), "", "{arguments:?}");
        assert_eq!((text(&again).as_str(), again.status.code()), ("", Some(0)), "{arguments:?}");
        assert!(scratch.tree() == before, "{arguments:?}: a second run changed a file");
    }
}

/// What a page of the vendor may say of an operation that the overlay adds.
const VENDORS: &str = "
paths:
  /conversation/v1/conversations/{conversationId}:
    parameters:
      - name: conversationId
        in: path
        required: true
        schema:
          type: string
          pattern: ^[A-Z0-9]+$
    get:
      tags:
        - Conversations
      summary: What the vendor calls it
      operationId: getConversation
      responses:
        '200':
          description: Found
          content:
            application/json:
              schema:
                type: object
                properties:
                  id:
                    type: string
                  externalId:
                    type: string
                  agent:
                    type: object
                    properties: &members
                      externalId:
                        type: string
                      name:
                        type: string
                    required:
                      - externalId
                  customer:
                    type: object
                    properties: *members
                    required:
                      - externalId
                  metadata:
                    type: object
                    additionalProperties:
                      type: string
                required:
                  - externalId
                  - customer
";

const VENDORS_PAGE: &str = "retrieve-a-conversation.md";

/// A page of the vendor that describes getConversation, in a new download.
fn publish_get_conversation(s: &Scratch) {
    let list = s.read("pages/list-conversations.md");
    let (before, rest) = list.split_once("\npaths:\n").unwrap();
    let (_, after) = rest.split_once("\ncomponents:\n").unwrap();
    let source = format!("# Source: https://docs.asapp.com/apis/conversations/{VENDORS_PAGE}\n\n");
    let page = format!("{source}{before}{VENDORS}components:\n{after}");
    s.write(&format!("pages/{VENDORS_PAGE}"), &page);
}

const HEALTH: &str = "pages/check-health.md";

/// A page in the form of the vendor's for the health check, in a new download.
fn publish_health(s: &Scratch) {
    s.write(HEALTH, include_str!("support/check-health.md"));
}

/// How the error begins that names that page and one of the document that it is merged into.
fn health_disagrees(at: &str) -> String {
    let pages = "page check-health.md: disagrees with page list-conversations.md";
    format!("conversations.yaml: {pages} at {at}")
}

/// Each row makes a run fail after an addition has expired.
const LATER_FAILURES: &[(&str, Spoil)] = &[
    ("another action", |s| {
        append_action(s, CONTRACT, "$.nowhere", "because", "update: 1") + ": $.nowhere: matches"
    }),
    ("another document's action", |s| {
        append_action(s, METADATA, "$.nowhere", "because", "update: 1") + ": $.nowhere: matches"
    }),
    ("a schema of the vendor's own", |s| {
        let id = "                  id:\n                    type: string\n";
        s.replace(&format!("pages/{VENDORS_PAGE}"), id, "");
        format!("{}: two different schemas have the name Conv", CODEGEN.trim_start_matches("root/"))
    }),
    ("a file that cannot be read", |s| {
        s.remove("root/crates/asapp/src/limits.rs");
        fs::create_dir(s.path("root/crates/asapp/src/limits.rs")).unwrap();
        "cannot read crates/asapp/src/limits.rs".into()
    }),
];

#[test]
fn an_expired_addition_is_told_where_the_rest_fails() {
    for (name, spoil) in LATER_FAILURES {
        let scratch = Scratch::new();
        publish_get_conversation(&scratch);
        let expected = format!("error: {}", spoil(&scratch));
        let before = scratch.tree();
        let output = scratch.run_with_pages(&[]);
        let error = String::from_utf8_lossy(&output.stderr);
        assert!(error.starts_with(&expected), "{name}: {error}");
        let notice = text(&output);
        assert!(notice.starts_with("expired: getConversation (GET "), "{name}: {notice}");
        assert!(notice.contains("\n+      pattern: ^[A-Z0-9]+$\n"), "{name}: {notice}");
        assert_eq!(output.status.code(), Some(2), "{name}");
        assert!(scratch.tree() == before, "{name}: a file changed");
    }
}

/// Takes the action that adds `operation` out of an overlay, and answers its index and its text.
fn remove_addition(s: &Scratch, overlay: &str, operation: &str) -> (usize, String) {
    let text = s.read(overlay);
    let (start, actions) = text.split_once("\nactions:\n").unwrap();
    let mut actions: Vec<&str> = actions.split("  - target:").skip(1).collect();
    let adds = format!("    x-adds: {operation}\n");
    let index = actions.iter().position(|action| action.contains(&adds)).unwrap();
    let removed = actions.remove(index).to_owned();
    let left: String = actions.iter().map(|action| format!("  - target:{action}")).collect();
    s.write(overlay, &format!("{start}\nactions:\n{left}"));
    (index, removed)
}

/// How a notice names the action of our contract overlay that adds `operation`.
fn place_of_addition(s: &Scratch, operation: &str) -> String {
    let overlay = s.read(CONTRACT);
    let (index, _) = remove_addition(s, CONTRACT, operation);
    s.write(CONTRACT, &overlay);
    format!("at specs/overlays/contract/conversations.yaml: /actions/{index}")
}

/// Takes an entry out of what the actions of an overlay share.
fn remove_shared(s: &Scratch, overlay: &str, name: &str) {
    let text = s.read(overlay);
    let (start, rest) = text.split_once(&format!("\n  {name}: ")).unwrap();
    let is_next = |line: &&str| !line.starts_with("   ");
    let next = rest.lines().skip(1).find(is_next).unwrap();
    let end = rest.find(&format!("\n{next}")).unwrap();
    s.write(overlay, &format!("{start}{}", &rest[end..]));
}

/// The operation getConversation of a document, with the parameters of its path.
fn get_conversation(s: &Scratch, document: &str) -> Value {
    let document: Value = serde_saphyr::from_str(&s.read(document)).unwrap();
    document["paths"][PATH].clone()
}

const PATH: &str = "/conversation/v1/conversations/{conversationId}";

#[test]
fn an_addition_expires_once_the_vendor_describes_its_operation() {
    let scratch = Scratch::new();
    let added = get_conversation(&scratch, "root/specs/contract/conversations.yaml");
    assert_eq!(added["get"]["x-not-vendored"], true, "{added}");
    publish_get_conversation(&scratch);
    let before = scratch.tree();

    let check = scratch.run_with_pages(&["--check"]);

    assert_eq!(String::from_utf8_lossy(&check.stderr), "");
    assert_eq!(check.status.code(), Some(1));
    assert!(scratch.tree() == before, "a check wrote a file");
    let shown = text(&check);
    let (changes, notice) = shown.split_at(shown.find("\nexpired: ").unwrap() + 1);
    assert!(changes.contains("+++ b/specs/upstream/pages/retrieve-a-conversation.md"), "{changes}");
    let operation = format!("GET {PATH}");
    let at = place_of_addition(&scratch, &operation);
    let lines: Vec<&str> = notice.lines().collect();
    assert_eq!(
        lines[..4],
        [
            &format!(
                "expired: getConversation ({operation}) {at}: the vendor's pages describe it by now"
            ),
            "what differs, but for descriptions, summaries, titles and examples:",
            "--- ours",
            "+++ the vendor's",
        ],
    );
    assert_eq!(lines.last(), Some(&format!("remove the action {at}").as_str()));
    for line in ["+parameters:", "+      pattern: ^[A-Z0-9]+$"] {
        assert!(lines.contains(&line), "{line}\n{notice}");
    }
    // The words, which the notice leaves out, are in the change to the contract.
    assert!(!notice.contains("What the vendor calls it"), "{notice}");
    assert!(changes.contains("+      summary: What the vendor calls it\n"), "{changes}");

    let taken_in = scratch.run_with_pages(&[]);

    assert_eq!(String::from_utf8_lossy(&taken_in.stderr), "");
    assert_eq!(taken_in.status.code(), Some(0));
    assert!(text(&taken_in).ends_with(&format!("\n{notice}")), "{}", text(&taken_in));
    let vendors: Value = serde_saphyr::from_str(VENDORS).unwrap();
    for document in ["specs/upstream/conversations.yaml", "specs/contract/conversations.yaml"] {
        let held = get_conversation(&scratch, &format!("root/{document}"));
        assert_eq!(held, vendors["paths"][PATH], "{document}");
    }

    let before = scratch.tree();
    let again = scratch.run(&["--check"]);
    assert_eq!((text(&again).as_str(), again.status.code()), (notice, Some(1)));
    let again = scratch.run(&[]);
    assert_eq!((text(&again).as_str(), again.status.code()), (notice, Some(0)));
    assert!(scratch.tree() == before, "a second run changed a file");

    remove_addition(&scratch, CONTRACT, &operation);
    let left = scratch.run(&["--check"]);
    let error = String::from_utf8_lossy(&left.stderr);
    assert!(error.contains(": /x-shared/participant-members: nothing refers to it"), "{error}");
    remove_shared(&scratch, CONTRACT, "participant-members");
    let done = scratch.run(&["--check"]);
    assert_eq!(String::from_utf8_lossy(&done.stderr), "");
    assert_eq!((text(&done).as_str(), done.status.code()), ("", Some(0)));
}

#[test]
fn the_health_check_is_taken_in_from_a_document_of_its_own_without_id() {
    let scratch = Scratch::new();
    let contract = |s: &Scratch| -> Value {
        serde_saphyr::from_str(&s.read("root/specs/contract/conversations.yaml")).unwrap()
    };
    let before_it = contract(&scratch);
    let added = &before_it["paths"]["/v1/health"]["get"];
    assert_eq!(added["operationId"], "getHealth");
    assert_eq!(added["x-not-vendored"], true);
    publish_health(&scratch);
    let before = scratch.tree();

    let check = scratch.run_with_pages(&["--check"]);

    assert_eq!(String::from_utf8_lossy(&check.stderr), "");
    assert_eq!(check.status.code(), Some(1));
    assert!(scratch.tree() == before, "a check wrote a file");
    let at = place_of_addition(&scratch, "GET /v1/health");
    let shown = text(&check);
    let (_, notice) = shown.split_at(shown.find("\nexpired: ").unwrap() + 1);
    // The page words everything otherwise than we do, but demands and promises the same.
    let expected = format!(
        "expired: getHealth (GET /v1/health) {at}: the vendor's pages describe it by now
what differs, but for descriptions, summaries, titles and examples:
--- ours
+++ the vendor's
"
    );
    let diff = notice.strip_prefix(&expected).expect(notice);
    let signed: Vec<&str> = diff.lines().filter(|line| line.starts_with(['-', '+'])).collect();
    assert_eq!(signed, ["-    - Health", "+    - Health Check"], "{notice}");
    assert!(diff.ends_with(&format!("\nremove the action {at}\n")), "{notice}");

    let taken_in = scratch.run_with_pages(&[]);

    assert_eq!(String::from_utf8_lossy(&taken_in.stderr), "");
    assert_eq!(taken_in.status.code(), Some(0));
    assert!(text(&taken_in).ends_with(&format!("\n{notice}")), "{}", text(&taken_in));
    assert_held_pages_are_the_download(&scratch);
    let again = scratch.run(&["--check"]);
    assert_eq!((text(&again).as_str(), again.status.code()), (notice, Some(1)));

    remove_addition(&scratch, CONTRACT, "GET /v1/health");
    let done = scratch.run(&["--check"]);
    assert_eq!(String::from_utf8_lossy(&done.stderr), "");
    assert_eq!((text(&done).as_str(), done.status.code()), ("", Some(0)));
    let mut after_it = contract(&scratch);
    let health = after_it["paths"]["/v1/health"]["get"].take();
    assert_eq!(health["operationId"], "getHealth");
    assert_eq!(health["tags"][0], "Health Check");
    assert_eq!(health.get("x-not-vendored"), None);
    // Its own title, tags and version are not the document's.
    let mut before_it = before_it;
    before_it["paths"]["/v1/health"]["get"].take();
    assert_eq!(after_it, before_it);
}

#[test]
fn an_expired_addition_that_nothing_names_is_told_by_its_path() {
    let scratch = Scratch::new();
    publish_health(&scratch);
    let overlay = scratch.read(CONTRACT);
    let naming = overlay.rfind("  - target:").unwrap();
    scratch.write(CONTRACT, &overlay[..naming]);
    let at = place_of_addition(&scratch, "GET /v1/health");

    let output = scratch.run_with_pages(&["--check"]);

    let notice = text(&output);
    assert!(notice.starts_with(&format!("expired: GET /v1/health {at}: ")), "{notice}");
    let error = String::from_utf8_lossy(&output.stderr);
    let place = "specs/contract/conversations.yaml: /paths/~1v1~1health/get";
    assert_eq!(error, format!("error: {place}: no operationId; {GIVE_ID}\n"));
    assert_eq!(output.status.code(), Some(2));
}

fn assert_held_pages_are_the_download(scratch: &Scratch) {
    let pages = |folder: &str| {
        let folder = scratch.path(folder);
        let files = tree(&folder).into_iter();
        files
            .map(|(file, content)| (file.strip_prefix(&folder).unwrap().to_owned(), content))
            .collect::<Vec<_>>()
    };
    assert!(pages("root/specs/upstream/pages") == pages("pages"));
}

fn text(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}
