//! The inspector page in a browser. Needs Chromium and its driver: `bash .ci/inspector`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod api;
mod browser;
mod picture;

use std::net::Ipv4Addr;

use asapp_emulator::{API_ID, Emulator, Fault, FaultBody, Late, Plan, Seed};
use fantoccini::key::Key;
use serde_json::{Value, json};

use self::api::{Api, message, page_of};
use self::browser::{Page, browse};

const HOSTILE: &str =
    "<img src=x onerror=\"document.title='struck'\"><script>document.title='struck'</script>";

/// The texts of the transcript, in the order in which they are shown.
const TEXTS: &str = "[...document.querySelectorAll('.message .text')].map(it => it.textContent)";

#[tokio::test]
#[ignore = "needs chromium and chromedriver"]
async fn a_transcript_is_shown_by_role_and_in_order() {
    let emulator = Emulator::start().await.unwrap();
    let api = Api::of(&emulator);
    let id = api.conversation("id-111").await;
    // Two differ in the fourth digit of the second alone.
    for (role, text, time) in [
        ("system", "third", "10:00:01.0002Z"),
        ("customer", "second", "10:00:01.0001Z"),
        ("agent", "fourth", "12:00:02+02:00"),
        ("customer", "first", "09:00:00Z"),
    ] {
        api.add(&id, role, text, time).await;
    }
    api.authenticate(&id).await;
    api.metadata("id-111").await;
    api.metadata("id-112").await;
    browse(&page_of(&emulator), async move |page: Page| {
        page.until("document.querySelectorAll('[role=option]').length === 1").await;
        let option = page.text("document.querySelector('[role=option]').innerText").await;
        for part in ["id-111", "4 messages", "customer-x", "first"] {
            assert!(option.contains(part), "{option}");
        }
        page.click("[role=option]").await;
        assert_eq!(page.value(TEXTS).await, json!(["first", "second", "third", "fourth"]));
        let roles = "[...document.querySelectorAll('.message')].map(it => it.className)";
        let expected = ["message customer", "message customer", "message system", "message agent"];
        assert_eq!(page.value(roles).await, json!(expected));
        let times = "[...document.querySelectorAll('.message')].map(it => it.querySelector('.when > time').textContent)";
        assert_eq!(page.value(times).await[3], "2026-03-01 12:00:02+02:00");
        assert!(
            page.value(
                "(() => { const [c, , s, a] = [...document.querySelectorAll('.message')].map(it => it.getBoundingClientRect().left); return c < s && s < a; })()"
            )
            .await
            .as_bool()
            .unwrap(),
            "customer left, system in the middle, agent right"
        );
        let about = page.text("document.querySelector('#about').innerText").await;
        for part in [&id, "some-queue", "Metadata records (2)", "lobId", "token of customer-x"] {
            assert!(about.contains(part), "{part} in {about}");
        }
        assert!(!about.contains("cGFzc3dvcmQ="), "credentials are not shown");
        assert_clean(&page).await;
    })
    .await;
}

#[tokio::test]
#[ignore = "needs chromium and chromedriver"]
async fn new_messages_appear_and_are_told() {
    let emulator = Emulator::start().await.unwrap();
    let api = Api::of(&emulator);
    let id = api.conversation("id-111").await;
    api.add(&id, "customer", "Hello", "10:00:00Z").await;
    let url = page_of(&emulator);
    browse(&url, async move |page: Page| {
        page.until("document.querySelectorAll('[role=option]').length === 1").await;
        page.click("[role=option]").await;
        page.value("window.isSame = true").await;
        api.add(&id, "agent", "Good morning", "10:00:01Z").await;
        page.until(&format!("{TEXTS}.join() === 'Hello,Good morning'")).await;
        let news = "document.querySelector('[aria-live=polite]').textContent";
        assert_eq!(page.text(news).await, "New message. agent: Good morning");
        api.conversation("id-112").await;
        page.until("document.querySelectorAll('[role=option]').length === 2").await;
        assert_eq!(page.value("window.isSame").await, json!(true), "without a reload");

        page.click("#pause").await;
        page.until("document.querySelector('#link').textContent === 'Paused'").await;
        api.add(&id, "agent", "While paused", "10:00:02Z").await;
        page.click("#refresh").await;
        page.until(&format!("{TEXTS}.length === 3")).await;
        page.until("document.querySelector('#link').textContent === 'Paused'").await;
        page.click("#pause").await;
        page.until_live().await;

        page.value(
            "(window.links = [], new MutationObserver(() => links.push(link.textContent)).observe(link, {childList: true}))",
        )
        .await;
        page.leave_and_return().await;
        page.until("links.join() === 'Paused,Live'").await;

        // As many requests after the reset as before it.
        page.click("#tab-requests").await;
        let messages =
            "document.querySelector('#journal').textContent.split('createMessage').length - 1";
        page.until(&format!("{messages} === 3")).await;
        let requests = emulator.requests();
        emulator.reset();
        for _ in 0..requests {
            api.conversation("id-113").await;
        }
        page.until(&format!("{messages} === 0")).await;
        page.click("#tab-conversations").await;
        page.until("document.querySelectorAll('[role=option]').length === 1").await;
        page.until("document.querySelector('[role=option] b').textContent === 'id-113'").await;

        // No request to the API tells of these.
        let snapshot = emulator.snapshot();
        let seed = json!({"conversations": [{"externalId": "id-114", "customer": {"externalId": "customer-x"},
            "timestamp": "2026-03-01T10:00:00Z"}]});
        emulator.seed(&Seed::try_from(seed).unwrap()).unwrap();
        page.until("document.querySelectorAll('[role=option]').length === 2").await;
        emulator.restore(&snapshot);
        page.until("document.querySelectorAll('[role=option]').length === 1").await;

        let port = emulator.url().rsplit(':').next().unwrap().parse().unwrap();
        drop(emulator);
        page.until("document.querySelector('#link').dataset.link === 'disconnected'").await;
        let _again = Emulator::builder().port(port).start().await.unwrap();
        page.until_live().await;
        page.until("document.querySelectorAll('[role=option]').length === 0").await;
    })
    .await;
}

#[tokio::test]
#[ignore = "needs chromium and chromedriver"]
async fn hostile_texts_are_shown_as_texts() {
    let emulator = Emulator::start().await.unwrap();
    let api = Api::of(&emulator);
    let hostile = json!({
        "externalId": HOSTILE,
        "customer": {"externalId": HOSTILE, "name": HOSTILE},
        "agent": {"externalId": HOSTILE, "name": HOSTILE},
        "metadata": {HOSTILE: HOSTILE},
        "timestamp": "2026-03-01T10:00:00Z",
    });
    let id = api.upsert(&hostile).await;
    for role in ["customer", "agent", "system"] {
        api.add(&id, role, HOSTILE, "10:00:00Z").await;
    }
    api.metadata(HOSTILE).await;
    api.get(&format!("/{}", HOSTILE.replace(['<', '>', '"', ' '], "'"))).await;
    browse(&page_of(&emulator), async move |page: Page| {
        page.until("document.querySelectorAll('[role=option]').length === 1").await;
        page.click("[role=option]").await;
        assert_eq!(page.value(TEXTS).await, json!([HOSTILE, HOSTILE, HOSTILE]));
        for tab in ["metadata", "requests", "faults", "settings", "conversations"] {
            page.click(&format!("#tab-{tab}")).await;
            if tab == "requests" {
                expand_all(&page).await;
            }
        }
        assert_eq!(page.value("document.querySelectorAll('img').length").await, json!(0));
        assert_eq!(page.value("document.querySelectorAll('script').length").await, json!(1));
        assert_eq!(page.text("document.title").await, "asapp-emulator");
        assert_clean(&page).await;

        // What would be noticed if it were otherwise.
        page.value(
            "document.body.append(Object.assign(new Image(), {src: 'http://127.0.0.1:9/'}))",
        )
        .await;
        assert_eq!(page.complaints().await.len(), 1, "the policy refuses an image");
    })
    .await;
}

#[tokio::test]
#[ignore = "needs chromium and chromedriver"]
async fn everything_is_reached_by_keys() {
    let emulator = Emulator::start().await.unwrap();
    let api = Api::of(&emulator);
    for number in 1..=3 {
        let id = api.conversation(&format!("id-{number}")).await;
        api.add(&id, "customer", &format!("text-{number}"), "10:00:00Z").await;
        api.add(&id, "agent", "answer", "10:00:01Z").await;
    }
    browse(&page_of(&emulator), async move |page: Page| {
        let focus = "document.activeElement";
        page.until("document.querySelectorAll('[role=option]').length === 3").await;
        page.press("/").await;
        assert_eq!(page.text(&format!("{focus}.id")).await, "filter");
        page.press("TEXT-2").await;
        page.until("document.querySelectorAll('[role=option]').length === 1").await;
        for _ in 0..6 {
            page.press(&Key::Backspace.to_string()).await;
        }
        page.until("document.querySelectorAll('[role=option]').length === 3").await;

        // Pause, refresh, keys, then the list as one stop, which is where the filter left it.
        page.press(&Key::Tab.to_string().repeat(4)).await;
        let option = format!("{focus}.role + ' ' + {focus}.querySelector('b').textContent");
        assert_eq!(page.text(&option).await, "option id-2");
        page.press(&Key::End.to_string()).await;
        assert_eq!(page.text(&option).await, "option id-1");
        page.press(&Key::Up.to_string()).await;
        assert_eq!(page.text(&option).await, "option id-2");
        let ring = format!("getComputedStyle({focus}).outlineStyle");
        assert_eq!(page.text(&ring).await, "solid", "the focus is seen");
        page.press(&Key::Enter.to_string()).await;
        assert_eq!(page.text("document.querySelector('#open-title').textContent").await, "id-2");
        assert_eq!(page.value(&format!("{focus}.ariaSelected")).await, json!("true"));

        // The close button, then the transcript as one stop.
        page.press(&Key::Tab.to_string().repeat(2)).await;
        page.press(&Key::Down.to_string()).await;
        assert_eq!(
            page.text(&format!("{focus}.querySelector('.text').textContent")).await,
            "answer"
        );
        let stored = format!("getComputedStyle({focus}.querySelector('.stored')).display");
        assert_eq!(page.text(&stored).await, "inline", "the time of storing is shown on focus");
        page.press(&Key::Tab.to_string()).await;
        assert_eq!(page.text(&format!("{focus}.id")).await, "about");
        page.press(&Key::Escape.to_string()).await;
        assert_eq!(page.value("document.querySelector('#open').hidden").await, json!(true));
        assert_eq!(page.text(&option).await, "option id-2", "back where it was opened");

        page.press("?").await;
        assert_eq!(page.value("document.querySelector('#keys').open").await, json!(true));
        page.press(&Key::Escape.to_string()).await;
        assert_eq!(page.value("document.querySelector('#keys').open").await, json!(false));

        // The tabs are the first stop of the page.
        page.value("document.activeElement.blur()").await;
        page.click("h1").await;
        page.press(&Key::Tab.to_string()).await;
        assert_eq!(page.text(&format!("{focus}.id")).await, "tab-conversations");
        page.press(&Key::Right.to_string().repeat(2)).await;
        assert_eq!(page.text(&format!("{focus}.id")).await, "tab-requests");
        assert_eq!(page.value("document.querySelector('#requests').hidden").await, json!(false));
        page.press(&Key::Tab.to_string().repeat(5)).await;
        assert_eq!(page.text(&format!("{focus}.textContent")).await, "9");
        page.press(&Key::Down.to_string()).await;
        page.press(" ").await;
        assert_eq!(page.text(&format!("{focus}.ariaExpanded")).await, "true");
        page.until("document.querySelector('#request-8').innerText.includes('text-3')").await;
        page.press(&Key::Escape.to_string()).await;
        assert_eq!(page.text(&format!("{focus}.ariaExpanded")).await, "false");
        assert_clean(&page).await;
    })
    .await;
}

#[tokio::test]
#[ignore = "needs chromium and chromedriver"]
async fn faults_show_what_is_left() {
    let emulator = Emulator::start().await.unwrap();
    let api = Api::of(&emulator);
    let id = api.conversation("id-111").await;
    let outcomes = [
        Fault::status(503, FaultBody::Api).commits_late(Late::AfterRequests(9)),
        Fault::reset().after_commit(),
        Fault::status(429, FaultBody::Api).retry_after("soon"),
    ];
    let plan = Plan::new().name("a-plan").api_id(API_ID).on("createMessage", outcomes);
    emulator.add_plan(plan).unwrap();
    let url = page_of(&emulator);
    browse(&url, async move |page: Page| {
        page.click("#tab-faults").await;
        let chips =
            "[...document.querySelectorAll('#faults .chip')].map(it => it.textContent).join()";
        let all = "status code 503 body api · commits late after requests 9,reset · after commit,\
                   status code 429 body api · retry after soon";
        page.until(&format!("{chips} === '{all}'")).await;
        let path = format!("/conversation/v1/conversations/{id}/messages");
        assert_eq!(api.post(&path, &message("customer", "Hello", "10:00:00Z")).await, 503);
        page.until(&format!("{chips} === '{}'", all.split_once(',').unwrap().1)).await;
        page.until("document.querySelector('#faults').textContent.includes('1 request answered')")
            .await;
        emulator.set_rates(asapp_emulator::Rates::new(7, 0.25).on(["getHealth"])).unwrap();
        page.until("document.querySelector('#faults').textContent.includes('0.25')").await;

        page.click("#tab-requests").await;
        let row = "document.querySelector('.entry').innerText.split(/\\s*\\t\\s*/)";
        page.until("document.querySelectorAll('.entry').length === 2").await;
        let row = page.value(row).await;
        assert_eq!(row[0], "2");
        for (column, expected) in [
            (2, "POST"),
            (3, "createMessage"),
            (4, "503"),
            (6, "status 503 (api) with a late commit"),
            (7, "late"),
            (8, "a-plan"),
        ] {
            assert_eq!(row[column], expected);
        }
        page.click("#tab-settings").await;
        page.until(
            "document.querySelector('#settings').textContent.includes('longest body10485760')",
        )
        .await;
        assert_clean(&page).await;
    })
    .await;
}

#[tokio::test]
#[ignore = "needs chromium and chromedriver"]
async fn texts_are_hidden_where_others_can_look() {
    const MARK: &str = "mark-e81c";
    let host = Ipv4Addr::UNSPECIFIED.into();
    let emulator = Emulator::builder().host(host).start().await.unwrap();
    let api = Api::of(&emulator);
    let marked = json!({
        "externalId": MARK,
        "customer": {"externalId": MARK, "name": MARK},
        "agent": {"externalId": MARK, "name": MARK},
        "metadata": {"queue": MARK},
        "timestamp": "2026-03-01T10:00:00Z",
    });
    let id = api.upsert(&marked).await;
    api.add(&id, "customer", MARK, "10:00:00Z").await;
    api.metadata(MARK).await;
    api.authenticate(&id).await;
    assert_eq!(api.get(&format!("/{MARK}")).await, 404);
    assert_eq!(api.get(&format!("/conversation/v1/conversations/{MARK}")).await, 400);
    browse(&page_of(&emulator), async move |page: Page| {
        page.until("document.querySelectorAll('[role=option]').length === 1").await;
        assert_eq!(page.value("document.querySelector('#note').hidden").await, json!(false));
        page.click("[role=option]").await;
        assert_eq!(page.value(TEXTS).await, json!(["<9 characters>"]));
        for tab in ["metadata", "requests", "faults", "settings", "conversations"] {
            page.click(&format!("#tab-{tab}")).await;
            if tab == "requests" {
                expand_all(&page).await;
            }
        }
        let source = page.text("document.documentElement.outerHTML").await;
        assert!(source.contains("createMessage") && !source.contains(MARK));
        let asked = page.requests().await;
        assert!(!asked.iter().any(|url| url.contains("bodies=") || url.ends_with("/state")));
        assert!(asked.iter().any(|url| url.ends_with("/state?texts=hidden")));
        assert_eq!(page.complaints().await, Vec::<Value>::new());
    })
    .await;
}

#[tokio::test]
#[ignore = "needs chromium and chromedriver"]
async fn long_lists_are_shown_in_parts() {
    let emulator = Emulator::start().await.unwrap();
    let api = Api::of(&emulator);
    for number in 0..450 {
        api.conversation(&format!("id-{number}")).await;
    }
    let id = api.conversation("id-long").await;
    for batch in 0..10 {
        let messages: Vec<_> = (0..300)
            .map(|number| message("customer", &format!("text-{batch}-{number}"), "10:00:00Z"))
            .collect();
        let path = format!("/conversation/v1/conversations/{id}/messages/batch");
        assert_eq!(api.post(&path, &json!({"messages": messages})).await, 200);
    }
    browse(&page_of(&emulator), async move |page: Page| {
        let options = "document.querySelectorAll('[role=option]').length";
        page.until(&format!("{options} === 200")).await;
        page.click("#conversations-more").await;
        assert_eq!(page.value(options).await, json!(400));
        page.click("#conversations-more").await;
        assert_eq!(page.value(options).await, json!(451));
        assert_eq!(
            page.value("document.querySelector('#conversations-more').hidden").await,
            json!(true)
        );

        page.click("[role=option]").await;
        assert_eq!(page.value(&format!("{TEXTS}.length")).await, json!(200));
        assert_eq!(page.text(&format!("{TEXTS}.at(-1)")).await, "text-9-299");
        page.click("#messages-more").await;
        assert_eq!(page.value(&format!("{TEXTS}.length")).await, json!(400));
        assert_eq!(page.text(&format!("{TEXTS}[0]")).await, "text-8-200");

        page.click("#tab-requests").await;
        page.until("document.querySelectorAll('.entry').length === 200").await;
        page.press("/id-long").await;
        page.click("#tab-conversations").await;
        page.until(&format!("{options} === 1")).await;
        assert_clean(&page).await;
    })
    .await;
}

#[tokio::test]
#[ignore = "needs chromium and chromedriver"]
async fn every_control_has_a_name() {
    let emulator = Emulator::start().await.unwrap();
    let api = Api::of(&emulator);
    let id = api.conversation("id-111").await;
    api.add(&id, "customer", "Hello", "10:00:00Z").await;
    api.metadata("id-111").await;
    browse(&page_of(&emulator), async move |page: Page| {
        page.until("document.querySelectorAll('[role=option]').length === 1").await;
        page.click("[role=option]").await;
        for tab in ["conversations", "metadata", "requests", "faults", "settings"] {
            page.click(&format!("#tab-{tab}")).await;
            let mut seen = 0;
            let controls = "button, input, [role=tablist], [role=tabpanel], [role=listbox], [role=option], aside, article, ol, table";
            for control in page.all(controls).await {
                if !control.is_displayed().await.unwrap() {
                    continue;
                }
                let name = page.name(&control).await;
                assert!(!name.is_empty(), "{}", control.html(false).await.unwrap());
                seen += 1;
            }
            assert!(seen > 10, "{tab}: {seen}");
        }
        page.press("?").await;
        for control in page.all("dialog, dialog button").await {
            assert!(!page.name(&control).await.is_empty());
        }
    })
    .await;
}

/// Opens all entries of the journal that are shown.
async fn expand_all(page: &Page) {
    let entries = "[...document.querySelectorAll('.entry')]";
    page.until(&format!("{entries}.length > 0")).await;
    page.value(&format!("{entries}.forEach(it => it.click())")).await;
    page.until(&format!(
        "{entries}.every(it => it.nextElementSibling.innerText.includes('Arrived'))"
    ))
    .await;
}

/// Nothing was asked of another origin, and the browser has nothing to say against the page.
async fn assert_clean(page: &Page) {
    let origin = page.text("location.origin + '/_emulator/'").await;
    let asked = page.requests().await;
    assert!(asked.len() > 3);
    let elsewhere: Vec<_> = asked.iter().filter(|url| !url.starts_with(&origin)).collect();
    assert!(elsewhere.is_empty(), "{elsewhere:?}");
    assert_eq!(page.complaints().await, Vec::<Value>::new());
}
