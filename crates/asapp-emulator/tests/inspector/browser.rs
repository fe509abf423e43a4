//! A headless browser, driven by WebDriver.

use std::panic::resume_unwind;
use std::process::Stdio;
use std::str::FromStr;
use std::time::Duration;

use fantoccini::actions::{InputSource, KeyAction, KeyActions};
use fantoccini::elements::Element;
use fantoccini::wd::{Capabilities, WebDriverCompatibleCommand};
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use reqwest::Url;
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};
use tokio::time::{sleep, timeout};

/// Far beyond what anything here takes; a test that waits this long has failed.
const GUARD: Duration = Duration::from_secs(30);

/// Between two looks at whether something came about.
const PAUSE: Duration = Duration::from_millis(20);

/// The size of the window, in CSS pixels.
pub(crate) const SIZE: (u32, u32) = (1280, 800);

/// A page in a browser of its own.
#[derive(Clone)]
pub(crate) struct Page(Client);

/// Opens the address in a new browser, has the test look at it, and ends the browser whatever the test found.
pub(crate) async fn browse<T>(url: &str, test: impl FnOnce(Page) -> T)
where
    T: Future<Output = ()> + Send + 'static,
{
    let profile = TempDir::new().unwrap();
    let (_driver, port) = start_driver().await;
    let page = Page::connect(port, &profile).await;
    page.0.goto(url).await.unwrap();
    let found = tokio::spawn(test(page.clone())).await;
    page.0.close().await.unwrap();
    if let Err(error) = found {
        resume_unwind(error.into_panic());
    }
}

async fn start_driver() -> (Child, u16) {
    let mut driver = Command::new("chromedriver")
        .arg("--port=0")
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(driver.stdout.take().unwrap()).lines();
    loop {
        let line = timeout(GUARD, lines.next_line()).await.unwrap().unwrap().unwrap();
        let Some((_, port)) = line.split_once("successfully on port ") else { continue };
        return (driver, port.trim_end_matches('.').parse().unwrap());
    }
}

impl Page {
    async fn connect(port: u16, profile: &TempDir) -> Self {
        let arguments = [
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            &format!("--user-data-dir={}", profile.path().display()),
            "about:blank",
        ];
        let capabilities = Capabilities::from_iter([
            ("goog:chromeOptions".to_owned(), json!({"args": arguments})),
            ("goog:loggingPrefs".to_owned(), json!({"browser": "ALL", "performance": "ALL"})),
        ]);
        let client = ClientBuilder::new(HttpConnector::new())
            .capabilities(capabilities)
            .connect(&format!("http://127.0.0.1:{port}"))
            .await
            .unwrap();
        let page = Self(client);
        let (width, height) = SIZE;
        let metrics =
            json!({"width": width, "height": height, "deviceScaleFactor": 1, "mobile": false});
        let parameters = json!({"cmd": "Emulation.setDeviceMetricsOverride", "params": metrics});
        page.command("POST", "goog/cdp/execute", Some(parameters)).await;
        // What the browser's own first page asked for.
        page.log("performance").await;
        page
    }

    /// What a JavaScript expression comes to.
    pub(crate) async fn value(&self, expression: &str) -> Value {
        self.0.execute(&format!("return {expression}"), Vec::new()).await.unwrap()
    }

    /// What a JavaScript expression comes to, as text.
    pub(crate) async fn text(&self, expression: &str) -> String {
        self.value(expression).await.as_str().unwrap().to_owned()
    }

    /// Waits until a JavaScript expression is true.
    pub(crate) async fn until(&self, expression: &str) {
        let came = timeout(GUARD, async {
            while self.value(expression).await != json!(true) {
                sleep(PAUSE).await;
            }
        });
        assert!(came.await.is_ok(), "never came about: {expression}");
    }

    /// Waits until the page has read the emulator.
    pub(crate) async fn until_live(&self) {
        self.until("document.querySelector('#link').dataset.link === 'live'").await;
    }

    pub(crate) async fn click(&self, selector: &str) {
        self.0.find(Locator::Css(selector)).await.unwrap().click().await.unwrap();
    }

    /// Presses keys one after another, on whatever has the focus.
    pub(crate) async fn press(&self, keys: &str) {
        let mut actions = KeyActions::new("keyboard".to_owned());
        for value in keys.chars() {
            actions = actions.then(KeyAction::Down { value }).then(KeyAction::Up { value });
        }
        self.0.perform_actions(actions).await.unwrap();
    }

    /// Looks at another tab of the browser, and comes back.
    pub(crate) async fn leave_and_return(&self) {
        let own = self.0.window().await.unwrap();
        let other = self.0.new_window(true).await.unwrap().handle;
        self.0.switch_to_window(other).await.unwrap();
        self.0.switch_to_window(own).await.unwrap();
    }

    pub(crate) async fn all(&self, selector: &str) -> Vec<Element> {
        self.0.find_all(Locator::Css(selector)).await.unwrap()
    }

    /// The name that assistive technology tells of an element.
    pub(crate) async fn name(&self, element: &Element) -> String {
        let path = format!("element/{}/computedlabel", element.element_id());
        self.command("GET", &path, None).await.as_str().unwrap().to_owned()
    }

    /// What the browser has to say against the page: errors, refusals by the content security policy.
    pub(crate) async fn complaints(&self) -> Vec<Value> {
        self.log("browser").await
    }

    /// The addresses that the page asked for, since this was asked last.
    pub(crate) async fn requests(&self) -> Vec<String> {
        let mut found = Vec::new();
        for entry in self.log("performance").await {
            let entry: Value = serde_json::from_str(entry["message"].as_str().unwrap()).unwrap();
            let event = &entry["message"];
            if event["method"] == "Network.requestWillBeSent" {
                found.push(event["params"]["request"]["url"].as_str().unwrap().to_owned());
            }
        }
        found
    }

    pub(crate) async fn picture(&self) -> Vec<u8> {
        self.0.screenshot().await.unwrap()
    }

    async fn log(&self, kind: &str) -> Vec<Value> {
        let log = self.command("POST", "se/log", Some(json!({"type": kind}))).await;
        log.as_array().unwrap().clone()
    }

    async fn command(&self, method: &str, path: &str, body: Option<Value>) -> Value {
        let command = Raw { method: method.parse().unwrap(), path: path.to_owned(), body };
        self.0.issue_cmd(command).await.unwrap()
    }
}

/// A command of the browser's own.
#[derive(Debug)]
struct Raw {
    method: http::Method,
    path: String,
    body: Option<Value>,
}

impl WebDriverCompatibleCommand for Raw {
    fn endpoint(&self, base: &Url, session: Option<&str>) -> Result<Url, <Url as FromStr>::Err> {
        base.join(&format!("session/{}/{}", session.unwrap_or_default(), self.path))
    }

    fn method_and_body(&self, _: &Url) -> (http::Method, Option<String>) {
        (self.method.clone(), self.body.as_ref().map(Value::to_string))
    }
}
