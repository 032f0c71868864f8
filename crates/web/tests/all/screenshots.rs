//! The pages that the guides show, walked to in the sample in a real browser. `make screenshots` keeps the
//! pictures.

use super::journey::served;
use super::webdriver::{Driver, Person, Setup};
use fantoccini::Locator;
use huiyin_domain::time::Instant;
use huiyin_testkit::engine::on_sqlite;
use std::path::{Path, PathBuf};
use std::sync::Arc;

const PHONE: Setup = Setup {
    size: (360, 740),
    script: true,
};
const DESK: Setup = Setup {
    size: (1_200, 860),
    script: true,
};

/// What is typed, in the language of the pictures.
struct Words {
    tag: &'static str,
    language: &'static str,
    subject: &'static str,
    body: &'static str,
    request: &'static str,
    topic: &'static str,
}

const LANGUAGES: [Words; 2] = [
    Words {
        tag: "zh",
        language: "zh-CN",
        subject: "三月份的工资到现在没发",
        body: "我在A区工地干了四个月，三月份的工资到现在没发，问了三次，都说再等等。",
        request: "把三月份的工资发了",
        topic: "三月份的工资没有发",
    },
    Words {
        tag: "en",
        language: "en",
        subject: "My wages of March are not paid",
        body: "I worked on the site for four months. The wages of March are not paid; I asked three times and was told to wait.",
        request: "Pay the wages of March",
        topic: "Wages of March are not paid",
    },
];

/// Says where the pictures are kept; without it they go with the test.
const FOLDER: &str = "HUIYIN_PICTURES";

#[test]
#[expect(
    clippy::disallowed_methods,
    reason = "`make screenshots` tells by this variable where the pictures go"
)]
fn each_page_that_the_guides_show_is_there_in_both_languages() {
    let kept = std::env::var_os(FOLDER).map(PathBuf::from);
    let passing = tempfile::tempdir().expect("a folder");
    let folder = kept.unwrap_or_else(|| passing.path().to_owned());
    on_sqlite(|place| {
        let huiyin = Arc::new(place.open_sample());
        let now = Instant::parse("2026-06-10T10:30:00+08:00").expect("an instant");
        let filled = tokio::runtime::Runtime::new().expect("a runtime");
        let filled = filled.block_on(huiyin.fill_with_sample(&place.clock, now));
        filled.expect("the sample");
        served(huiyin, async |site| {
            for words in &LANGUAGES {
                let (phone, desk) = (Driver::start(), Driver::start());
                let phone = Photographer {
                    person: phone.person(PHONE, site).await,
                    words,
                    folder: &folder,
                };
                phone.petitioner().await;
                let desk = Photographer {
                    person: desk.person(DESK, site).await,
                    words,
                    folder: &folder,
                };
                desk.staff().await;
                desk.answer().await;
                desk.counted().await;
                desk.administrator().await;
            }
        });
    });
}

/// Somebody at a browser who takes pictures.
struct Photographer<'a> {
    person: Person,
    words: &'a Words,
    folder: &'a Path,
}

impl Photographer<'_> {
    async fn takes(&self, name: &str) {
        let bare = "document.documentElement.style.scrollbarWidth = 'none';";
        self.person.runs(bare, Vec::new()).await;
        let picture = self.person.client.screenshot().await.expect("a picture");
        let file = self.folder.join(format!("{name}-{}.png", self.words.tag));
        std::fs::write(file, picture).expect("it is written");
    }

    async fn goes_on(&self, to: &str) {
        let button = "main form[action^='/new/'] button.button:not([name])";
        self.person.clicks(button).await;
        self.person.arrives(to).await;
    }

    async fn petitioner(&self) {
        let (person, words) = (&self.person, self.words);
        self.speaks().await;
        self.takes("home-phone").await;
        person.goes("/new").await;
        person.types("#body", words.body).await;
        person.types("#subject", words.subject).await;
        self.takes("tell-phone").await;
        self.goes_on("/new/where").await;
        self.goes_on("/new/ask").await;
        person.types("#request_1", words.request).await;
        self.goes_on("/new/files").await;
        self.goes_on("/new/whose").await;
        self.goes_on("/new/contact").await;
        person.clicks("label[for=who-anonymous]").await;
        self.goes_on("/new/check").await;
        self.takes("check-phone").await;
        let sends = "form[action='/new/check'] button[type=submit]";
        person.clicks(sends).await;
        person.arrives("/receipt").await;
        self.takes("receipt-phone").await;
        person.clicks("form[action='/receipt/kept'] button").await;
        person.arrives("/track/petition").await;
        self.takes("track-phone").await;
    }

    async fn staff(&self) {
        let person = &self.person;
        self.enters("fang").await;
        self.takes("desk-inbox").await;
        person.goes("/desk/new").await;
        self.takes("desk-intake").await;
        self.group().await;
        self.enters("lu").await;
        person.clicks("main a[href^='/desk/petitions/2']").await;
        person.sees("body.petition").await;
        self.takes("desk-petition").await;
        person.goes("/desk/plans").await;
        person.clicks("main a[href^='/desk/plans/']").await;
        person.sees("h1").await;
        self.takes("desk-plan").await;
    }

    /// An answer is written, approved and served.
    async fn answer(&self) {
        let person = &self.person;
        self.enters("lu").await;
        self.finds("/answer").await;
        person.sees("main form [name='finding-1']").await;
        self.takes("desk-answer").await;
        self.enters("qiao").await;
        self.finds("/do/serve").await;
        person.sees("main form").await;
        self.takes("desk-serve").await;
        self.enters("song").await;
        person.goes("/desk/approvals").await;
        person.clicks("main a[href$='/approve']").await;
        person.sees("main form[action$='/approve']").await;
        self.takes("desk-approve").await;
    }

    /// Figures, and what was refused: to the head of a unit who would approve, and to whoever is complained of.
    async fn counted(&self) {
        let person = &self.person;
        self.enters("jiang").await;
        person.goes("/desk/figures").await;
        person.sees("main table").await;
        self.takes("desk-figures").await;
        self.enters("song").await;
        person.goes("/desk/approvals").await;
        let link = person.sees("main a[href$='/approve']").await;
        let approve = link.attr("href").await.expect("reads").expect("a link");
        let petition = approve.trim_end_matches("/approve");
        self.enters("shen").await;
        person.goes(petition).await;
        let sends = "const form = document.createElement('form');\
            form.method = 'post';\
            form.action = arguments[0];\
            for (const name of ['form_token', 'version']) {\
                form.append(document.querySelector(`[name=${name}]`).cloneNode());\
            }\
            document.body.append(form);\
            form.submit();";
        person.runs(sends, vec![approve.clone().into()]).await;
        person.arrives(&approve).await;
        self.comes_in("wei").await;
        person.goes(petition).await;
        self.comes_in("xu").await;
        person.goes("/desk/admin/audit").await;
        person.sees("main table").await;
        self.takes("desk-audit").await;
    }

    /// Opens the first petition of the inbox that has such a link, and follows it.
    async fn finds(&self, ending: &str) {
        let person = &self.person;
        let links = Locator::Css("main a[href^='/desk/petitions/2']");
        let links = person.client.find_all(links).await.expect("looks");
        let mut paths = Vec::new();
        for link in links {
            paths.extend(link.attr("href").await.expect("reads"));
        }
        for path in paths {
            person.goes(&path).await;
            let link = format!("main a[href$='{path}{ending}']");
            if person.has(&link).await {
                let to = format!("{path}{ending}");
                return person.goes(&to).await;
            }
        }
        panic!("nothing in the inbox has {ending}");
    }

    /// Each page of the administration.
    async fn administrator(&self) {
        let person = &self.person;
        self.comes_in("ye").await;
        for tab in [
            "units",
            "posts",
            "staff",
            "authority",
            "places",
            "texts",
            "running",
        ] {
            let path = format!("/desk/admin/{tab}");
            person.goes(&path).await;
            person.arrives(&path).await;
            person.sees("main table, main dl, main h1").await;
            self.takes(&format!("admin-{tab}")).await;
        }
        person.goes("/desk/seal").await;
        person.sees("main h1").await;
        self.takes("admin-seal").await;
    }

    /// A group comes: the form, the response, the board on the wall.
    async fn group(&self) {
        let person = &self.person;
        person.goes("/desk/open-response").await;
        person.types("#people", "30-60").await;
        person.types("#topic", self.words.topic).await;
        person.clicks("label[for$='park-reception']").await;
        self.takes("response-open").await;
        person.clicks("main form button.button").await;
        person.sees("body.response").await;
        self.takes("response").await;
        person.clicks("main a[href^='/board/']").await;
        person.sees("body.board").await;
        self.takes("board").await;
    }

    /// Comes in as one of the sample's people, who has an inbox.
    async fn enters(&self, login: &str) {
        self.comes_in(login).await;
        self.person.arrives("/desk").await;
    }

    async fn comes_in(&self, login: &str) {
        self.speaks().await;
        self.person.goes("/desk/sign-in").await;
        let one = format!("form[action='/desk/demo'] input[value='{login}'] ~ button");
        self.person.clicks(&one).await;
        self.person.sees("details.me").await;
    }

    /// Begins as somebody new, in the language of the pictures.
    async fn speaks(&self) {
        let (person, words) = (&self.person, self.words);
        person.goes("/").await;
        let gone = person.client.delete_all_cookies().await;
        gone.expect("the cookies go");
        person
            .goes(&format!("/language?to={}&back=/", words.tag))
            .await;
        person.sees(&format!("html[lang={}]", words.language)).await;
    }
}
