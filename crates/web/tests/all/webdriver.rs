//! A real browser: Debian's Chromium, driven over WebDriver.

use axum::http::Method;
use fantoccini::actions::{
    ActionSequence, InputSource, KeyAction, KeyActions, MOUSE_BUTTON_LEFT, MouseActions,
    PointerAction, TouchActions,
};
use fantoccini::elements::Element;
use fantoccini::key::Key;
use fantoccini::wd::{Capabilities, WebDriverCompatibleCommand};
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;
use url::{ParseError, Url};

/// How long a page or a program may take, on a machine that does other things too.
const WAIT: Duration = Duration::from_secs(60);
/// How often a ChromeDriver is started before the machine is taken to have none.
const STARTS_MAX: usize = 5;
/// Presses of Tab after which a page has surely been gone through.
const TABS_MAX: usize = 80;

/// How a browser is set up.
#[derive(Clone, Copy)]
pub struct Setup {
    /// Width and height of the page, in CSS pixels.
    pub size: (u32, u32),
    /// Whether pages may run scripts.
    pub script: bool,
}

/// A ChromeDriver; it ends with this value.
pub struct Driver {
    process: Child,
    address: String,
    profile: tempfile::TempDir,
}

impl Driver {
    /// Starts one on a free port. The port that one found free another program may take before it does: then
    /// it ends at once, and the next one is tried.
    pub fn start() -> Self {
        let mut tries = (0..STARTS_MAX).map(|_| Self::begun());
        let begun = tries.find_map(|begun| begun);
        begun.expect("ChromeDriver names its port")
    }

    fn begun() -> Option<Self> {
        let mut process = Command::new("chromedriver")
            .arg("--port=0")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("ChromeDriver starts; tools/need-chromium installs it");
        let output = BufReader::new(process.stdout.take().expect("its output"));
        let (said, hear) = mpsc::channel();
        // The thread ends with the program, whose output it reads to the end.
        std::thread::spawn(move || {
            for line in output.lines().map_while(Result::ok) {
                let port = line
                    .split_once("successfully on port ")
                    .map(|(_, port)| port.trim_end_matches('.').to_owned());
                if let Some(port) = port {
                    let _ = said.send(port);
                }
            }
        });
        let mut driver = Self {
            process,
            address: String::new(),
            profile: tempfile::tempdir().expect("a temporary folder"),
        };
        let port = hear.recv_timeout(WAIT).ok()?;
        driver.address = format!("http://127.0.0.1:{port}");
        Some(driver)
    }

    /// Opens a browser.
    pub async fn open(&self, setup: Setup) -> Client {
        let (width, height) = setup.size;
        let profile = self.profile.path().display();
        let mut options = json!({
            "args": [
                "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
                "--no-first-run", "--disable-background-networking", "--disable-component-update",
                format!("--user-data-dir={profile}"),
                format!("--window-size={width},{}", height + 150),
            ],
            "prefs": {},
        });
        if width < 600 {
            // ChromeDriver never comes back from a touch on a page that may run no script.
            let metrics = json!({
                "width": width, "height": height, "pixelRatio": 2.0, "mobile": true,
                "touch": setup.script,
            });
            options["mobileEmulation"] = json!({"deviceMetrics": metrics});
        }
        if !setup.script {
            options["prefs"]["profile.managed_default_content_settings.javascript"] = 2.into();
        }
        let Value::Object(capabilities) = json!({"goog:chromeOptions": options}) else {
            unreachable!("it is an object");
        };
        let capabilities: Capabilities = capabilities;
        let mut builder = ClientBuilder::new(HttpConnector::new());
        builder.capabilities(capabilities);
        tokio::time::timeout(WAIT, builder.connect(&self.address))
            .await
            .expect("a browser within a minute")
            .expect("a browser")
    }
}

impl Driver {
    /// Somebody at a browser of this driver, before a site.
    pub async fn person(&self, setup: Setup, site: &str) -> Person {
        Person {
            client: self.open(setup).await,
            site: site.to_owned(),
        }
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        // Chromium ends with the ChromeDriver that began it.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// A person at a browser.
pub struct Person {
    pub client: Client,
    /// The site's address, without a slash at its end.
    pub site: String,
}

impl Person {
    /// Goes to a path.
    pub async fn goes(&self, path: &str) {
        let address = format!("{}{path}", self.site);
        self.client.goto(&address).await.expect("the page comes");
    }

    /// Waits until something is there.
    pub async fn sees(&self, selector: &str) -> Element {
        let wait = self.client.wait().at_most(WAIT);
        wait.for_element(Locator::Css(selector))
            .await
            .unwrap_or_else(|error| panic!("{selector} does not come: {error}"))
    }

    /// Whether something is there now.
    pub async fn has(&self, selector: &str) -> bool {
        let found = self.client.find_all(Locator::Css(selector)).await;
        !found.expect("looks").is_empty()
    }

    /// The text of something. Between looking and reading, what was clicked before can bring the next page;
    /// then it is looked for there.
    pub async fn reads(&self, selector: &str) -> String {
        loop {
            match self.sees(selector).await.text().await {
                Err(error) if error.is_stale_element_reference() => {}
                read => return read.expect("a text"),
            }
        }
    }

    /// Clicks on something.
    pub async fn clicks(&self, selector: &str) {
        let element = self.sees(selector).await;
        element
            .click()
            .await
            .unwrap_or_else(|error| panic!("{selector} takes no click: {error}"));
    }

    /// Types into a field, after what stands in it was removed.
    pub async fn types(&self, selector: &str, text: &str) {
        let field = self.sees(selector).await;
        field.clear().await.expect("clears");
        field.send_keys(text).await.expect("types");
    }

    /// Fills a field of a form, whatever it is: picks where it offers a choice.
    pub async fn fills(&self, name: &str, value: &str) {
        let field = self.sees(&format!("main [name='{name}']")).await;
        let tag = field.tag_name().await.expect("a tag");
        let kind = field.attr("type").await.expect("an attribute");
        match (tag.as_str(), kind.as_deref()) {
            ("select", _) => {
                let picked = field.select_by_value(value).await;
                picked.unwrap_or_else(|error| panic!("{name} does not offer {value}: {error}"));
            }
            (_, Some("radio" | "checkbox")) => {
                let one = format!("main [name='{name}'][value='{value}']");
                let id = self
                    .sees(&one)
                    .await
                    .attr("id")
                    .await
                    .expect("an attribute");
                let id = id.expect("an id");
                self.clicks(&format!("label[for='{id}']")).await;
            }
            _ => {
                field.clear().await.expect("clears");
                field.send_keys(value).await.expect("types");
            }
        }
    }

    /// The path of the page, once it is the one that is waited for.
    pub async fn arrives(&self, path: &str) {
        let address = format!("{}{path}", self.site);
        let wait = self.client.wait().at_most(WAIT);
        let address = address.parse().expect("an address");
        let arrived = wait.for_url(&address).await;
        assert!(
            arrived.is_ok(),
            "not at {path} but at {:?}",
            self.client.current_url().await
        );
    }

    /// Presses keys one after another, wherever the focus is.
    pub async fn presses(&self, keys: &str) {
        let mut actions = KeyActions::new("keyboard".into());
        for value in keys.chars() {
            actions = actions
                .then(KeyAction::Down { value })
                .then(KeyAction::Up { value });
        }
        self.client.perform_actions(actions).await.expect("presses");
    }

    /// Draws a line on something with the mouse, from place to place around its middle, in CSS pixels.
    pub async fn draws(&self, selector: &str, places: &[(f64, f64)]) {
        let mouse = MouseActions::new("mouse".into());
        let moves = self.line(selector, places).await.into_iter();
        self.drags(moves.fold(mouse, InputSource::then).into())
            .await;
    }

    /// The same with a finger.
    pub async fn touches(&self, selector: &str, places: &[(f64, f64)]) {
        let finger = TouchActions::new("finger".into());
        let moves = self.line(selector, places).await.into_iter();
        self.drags(moves.fold(finger, InputSource::then).into())
            .await;
    }

    /// The moves of a line; from the first place on the pointer is down.
    async fn line(&self, selector: &str, places: &[(f64, f64)]) -> Vec<PointerAction> {
        let element = self.sees(selector).await;
        // No move leads out of the window.
        let script = "document.querySelector(arguments[0]).scrollIntoView({ block: 'center' })";
        self.runs(script, vec![selector.into()]).await;
        let to = |(x, y): &(f64, f64)| PointerAction::MoveToElement {
            element: element.clone(),
            duration: Some(Duration::from_millis(50)),
            x: *x,
            y: *y,
        };
        let mut moves: Vec<PointerAction> = places.iter().map(to).collect();
        let button = MOUSE_BUTTON_LEFT;
        moves.insert(1, PointerAction::Down { button });
        moves.push(PointerAction::Up { button });
        moves
    }

    async fn drags(&self, line: ActionSequence) {
        self.client.perform_actions(line).await.expect("draws");
    }

    pub async fn presses_key(&self, key: Key) {
        let key = char::from(key);
        self.presses(&key.to_string()).await;
    }

    /// Presses Tab until the focus is there; each stop on the way can be seen.
    pub async fn tabs_to(&self, selector: &str) {
        for _ in 0..TABS_MAX {
            self.presses_key(Key::Tab).await;
            let script = "const at = document.activeElement, seen = getComputedStyle(at); \
                return [at.matches(arguments[0]), at === document.body || \
                seen.outlineStyle !== 'none' || seen.boxShadow !== 'none', at.outerHTML.slice(0, 120)];";
            let at = self.runs(script, vec![selector.into()]).await;
            assert_eq!(at[1], true, "the focus cannot be seen at {}", at[2]);
            if at[0] == true {
                return;
            }
        }
        panic!("{TABS_MAX} presses of Tab do not reach {selector}");
    }

    /// Runs a script of the test in the page.
    pub async fn runs(&self, script: &str, given: Vec<Value>) -> Value {
        let ran = self.client.execute(script, given).await;
        ran.expect("the script runs")
    }

    /// Nothing is wider than the page.
    pub async fn fits(&self, page: &str) {
        let script = "const root = document.documentElement; const wide = []; \
            if (root.scrollWidth > root.clientWidth) for (const one of document.body.querySelectorAll('*')) \
            if (one.getBoundingClientRect().right > root.clientWidth + 1) wide.push(one.outerHTML.slice(0, 100)); \
            return [root.scrollWidth, root.clientWidth, wide.slice(0, 5)];";
        let widths = self.runs(script, Vec::new()).await;
        let (content, window) = (widths[0].as_u64(), widths[1].as_u64());
        assert!(content <= window, "{page} scrolls sideways: {widths}");
    }

    /// axe finds nothing.
    pub async fn is_accessible(&self, page: &str) {
        self.runs(axe(), Vec::new()).await;
        let passed = self.passes_axe(page, &json!({})).await;
        assert!(passed > 10, "{page}: axe looked at {passed}");
    }

    /// axe, which is in the page, finds nothing by these options; how many of its rules passed.
    async fn passes_axe(&self, page: &str, options: &Value) -> u64 {
        // What axe leaves out by itself: targets of less than 24 px (WCAG 2.2, 2.5.8).
        let script = "const done = arguments[arguments.length - 1]; \
            const options = { rules: { 'target-size': { enabled: true } }, ...arguments[0] }; \
            axe.run(document, options).then((found) => done([found.violations.map((one) => \
            [one.id, one.help, one.nodes.map((node) => node.html.slice(0, 160)).slice(0, 3)]), \
            found.passes.length]), (error) => done([String(error), 0]));";
        let found = self.client.execute_async(script, vec![options.clone()]);
        let found = found.await.expect("axe runs");
        assert_eq!(found[0], json!([]), "{page}");
        found[1].as_u64().unwrap_or_default()
    }

    /// The page from now on at another size, in CSS pixels, on a screen that prefers light or dark.
    async fn turns_to(&self, (width, height): (u32, u32), scheme: &str) {
        let size =
            json!({"width": width, "height": height, "deviceScaleFactor": 1, "mobile": false});
        let scheme = json!({"features": [{"name": "prefers-color-scheme", "value": scheme}]});
        for (command, given) in [
            ("Emulation.setDeviceMetricsOverride", size),
            ("Emulation.setEmulatedMedia", scheme),
        ] {
            let told = Told(json!({"cmd": command, "params": given}));
            self.client.issue_cmd(told).await.expect("Chromium does it");
        }
    }

    /// A page holds at a desk and on a phone, in the light, in high contrast and, where it is one of the desk, in the
    /// dark, with all that is folded away in it unfolded; nothing of it is wider than the smallest phone, a phone, or
    /// a screen of 1,280 px at 200 %.
    pub async fn holds_everywhere(&self, page: &str, dark: bool) {
        self.turns_to((1_280, 900), "light").await;
        self.runs(axe(), Vec::new()).await;
        let turns = "for (const one of document.querySelectorAll('details')) one.open = true; \
            document.documentElement.dataset.contrast = arguments[0];";
        let colours = json!({"runOnly": ["color-contrast", "link-in-text-block"], "rules": {}});
        self.runs(turns, vec!["more".into()]).await;
        self.passes_axe(&format!("{page} in high contrast"), &colours)
            .await;
        self.runs(turns, vec!["".into()]).await;
        let passed = self.passes_axe(page, &json!({})).await;
        assert!(passed > 10, "{page}: axe looked at {passed}");
        if dark {
            self.turns_to((1_280, 900), "dark").await;
            self.passes_axe(&format!("{page} in the dark"), &colours)
                .await;
        }
        self.turns_to((390, 844), "light").await;
        // The menu lies over what stands below it.
        let closes =
            "const menu = document.querySelector('details.me'); if (menu) menu.open = false;";
        self.runs(closes, Vec::new()).await;
        self.passes_axe(&format!("{page} on a phone"), &json!({}))
            .await;
        for width in [390, 320, 640] {
            self.turns_to((width, 640), "light").await;
            self.fits(&format!("{page} at {width} px")).await;
        }
    }
}

/// A command of Chromium's own, which ChromeDriver passes on.
#[derive(Debug)]
struct Told(Value);

impl WebDriverCompatibleCommand for Told {
    fn endpoint(&self, base: &Url, session: Option<&str>) -> Result<Url, ParseError> {
        let session = session.unwrap_or_default();
        base.join(&format!("session/{session}/goog/cdp/execute"))
    }

    fn method_and_body(&self, _: &Url) -> (Method, Option<String>) {
        (Method::POST, Some(self.0.to_string()))
    }
}

/// The text of axe-core.
fn axe() -> &'static str {
    static TEXT: std::sync::OnceLock<String> = std::sync::OnceLock::new();
    TEXT.get_or_init(|| {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let file = root.join("target/npm/node_modules/axe-core/axe.min.js");
        std::fs::read_to_string(file).expect("axe-core is there: run tools/need-axe")
    })
}
