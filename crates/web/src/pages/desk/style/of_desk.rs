//! Examples of what only the desk shows.

use super::Examples;
use crate::pages::desk::Place;
use crate::pages::desk::admin::{AdminTab, FirstStep};
use crate::pages::desk::answer::{RequestCard, RequestDraft};
use crate::pages::desk::inbox::{Counted, Counter, MessageInInbox, PlanRowInInbox, ViewLink};
use crate::pages::desk::petition::{ActionCard, ActionStart, CardPlace, PetitionPage};
use crate::pages::desk::rows::DutyRow;
use crate::pages::desk::wizard::StepLink;
use crate::pages::desk::workshop::{CheckLine, Helps};
use crate::pages::form::FormTarget;

/// What an example sends goes nowhere.
const NOWHERE: &str = "/desk/style";

impl Examples {
    /// Where the forms of examples are sent.
    pub(super) fn nowhere(&self) -> FormTarget {
        FormTarget::to(NOWHERE)
    }

    /// Rows of every kind; the first can be ticked, and one has long names.
    pub(super) fn duty_rows(&self) -> Vec<DutyRow> {
        let mut rows = DutyRow::samples(self.frame.language);
        if let Some(row) = rows.first_mut() {
            row.tick = Some(format!("{}@7", row.number));
        }
        rows.push(DutyRow::sample_long(self.frame.language));
        rows
    }

    pub(super) fn reported(&self) -> Vec<DutyRow> {
        DutyRow::samples_reported(self.frame.language)
    }

    pub(super) fn waiting_messages(&self) -> Vec<MessageInInbox> {
        vec![MessageInInbox::sample(self.frame.language)]
    }

    pub(super) fn plans(&self) -> Vec<PlanRowInInbox> {
        vec![PlanRowInInbox::sample(self.frame.language)]
    }

    /// A number that is shown, one that may be more, none, and many.
    pub(super) fn counters(&self) -> Vec<Counter> {
        let counter = |counted, count, current| Counter {
            counted,
            count,
            more: count == 1_000,
            href: "/desk".to_owned(),
            current,
        };
        vec![
            counter(Counted::Danger, 1, false),
            counter(Counted::Mine, 1_000, true),
            counter(Counted::Late, 0, false),
            counter(Counted::Nobody, 12_345, false),
        ]
    }

    /// A view that is shown, and one that the inbox opens with.
    pub(super) fn views(&self) -> Vec<ViewLink> {
        let view = ViewLink::sample(self.frame.language);
        let shown = ViewLink {
            current: true,
            opens: false,
            ..view.clone()
        };
        vec![shown, view]
    }

    fn card(&self, words: [(&str, &str); 2], start: ActionStart, place: CardPlace) -> ActionCard {
        let [title, consequence] = words;
        ActionCard {
            id: self.id(title.1.to_lowercase().replace(' ', "-").as_str()),
            title: self.say(title.0, title.1),
            consequence: self.say(consequence.0, consequence.1),
            why_not: None,
            start,
            place,
        }
    }

    fn page() -> ActionStart {
        ActionStart::Page(NOWHERE.to_owned())
    }

    pub(super) fn next_step(&self) -> ActionCard {
        let words = [
            ("受理并告知", "Accept and notify"),
            (
                "告知书送达后，60日内要书面答复，最迟4月14日（周二，含当天）。",
                "Once the notice is served, a written answer is due within 60 days, by Tuesday 14 April.",
            ),
        ];
        self.card(words, Self::page(), CardPlace::Next)
    }

    pub(super) fn beside(&self) -> Option<ActionCard> {
        let words = [
            ("转送", "Transfer"),
            (
                "对方从明天起有15日告知信访人；对方接手以前，仍由我们负责。",
                "The receiver has 15 days to give notice; until they take it, we stay responsible.",
            ),
        ];
        Some(self.card(words, Self::page(), CardPlace::Beside))
    }

    /// One that leads to its page, and one that is a button here.
    pub(super) fn listed_actions(&self) -> Vec<ActionCard> {
        let decline = [
            ("不予受理", "Decline"),
            (
                "要写明理由和别的途径，信访人会看到。",
                "Needs the reason and the other ways; the petitioner sees both.",
            ),
        ];
        let take = [
            ("我来办", "I take it"),
            (
                "别人看到是您在办；下一次上报推迟一次。",
                "Others see that you have it; the next escalation waits once.",
            ),
        ];
        let here = ActionStart::Button(self.nowhere());
        vec![
            self.card(decline, Self::page(), CardPlace::Listed),
            self.card(take, here, CardPlace::Listed),
        ]
    }

    pub(super) fn refused_actions(&self) -> Vec<ActionCard> {
        let words = [("延期", "Extend"), ("", "")];
        let why = self.say(
            "还没受理，没有答复期限可延。《信访工作条例》第34条",
            "Not accepted yet, so there is no term to extend. Regulations, Article 34",
        );
        vec![ActionCard {
            why_not: Some(why),
            ..self.card(words, Self::page(), CardPlace::Listed)
        }]
    }

    /// Cards of requests: one as it begins, and one with what is wrong. The numbers of the two languages differ,
    /// so that no id stands twice.
    pub(super) fn request_cards(&self) -> Vec<RequestCard> {
        let language = self.frame.language;
        let first = language.pick(1, 3);
        let draft = RequestDraft {
            finding: self.say("六人的工资没有发放。", "The wages of six were not paid."),
            outcomes: vec!["remedy".to_owned()],
            ..RequestDraft::default()
        };
        let missing = self.say("请写明依据", "Name the basis");
        let wrong = |field: &str| field.starts_with("basis").then(|| missing.clone());
        let card = |index, (zh, en): (&str, &str), draft: &RequestDraft, wrong_too: bool| {
            let error = |field: &str| wrong(field).filter(|_| wrong_too);
            RequestCard::of(language, index, self.say(zh, en), draft, error)
        };
        vec![
            card(
                first,
                ("补发加班费", "Pay the overtime"),
                &RequestDraft::default(),
                false,
            ),
            card(
                first + 1,
                ("把六个人三月份的工资发了", "Pay the March wages of all six"),
                &draft,
                true,
            ),
        ]
    }

    pub(super) fn checks(&self) -> Vec<CheckLine> {
        let missing = ["items.1.basis".to_owned(), "summary".to_owned()];
        Helps::checks(self.frame.language, &missing)
    }

    pub(super) fn first_steps(&self) -> Vec<FirstStep> {
        let step = |zh: &str, en: &str, done| FirstStep {
            title: self.say(zh, en),
            done,
            href: "/desk/admin".to_owned(),
        };
        vec![
            step(
                "写上单位的地址和电话",
                "Enter the address and telephone",
                true,
            ),
            step(
                "加上各个单位和负责人",
                "Add the units and their heads",
                false,
            ),
        ]
    }

    pub(super) fn places(&self) -> Vec<Place> {
        Place::ALL.to_vec()
    }

    pub(super) fn here(&self) -> Option<Place> {
        Some(Place::Inbox)
    }

    pub(super) fn tabs(&self) -> Vec<AdminTab> {
        AdminTab::ALL.to_vec()
    }

    pub(super) fn tab(&self) -> AdminTab {
        AdminTab::Posts
    }

    pub(super) fn wizard_steps(&self) -> Vec<StepLink> {
        let step = |zh: &str, en: &str, current, done, wrong| StepLink {
            href: NOWHERE.to_owned(),
            label: self.say(zh, en),
            current,
            done,
            wrong,
        };
        vec![
            step("名称", "Name", false, true, 0),
            step("场所", "Places", true, false, 0),
            step("办公时间", "Hours", false, true, 2),
            step("岗位", "Posts", false, false, 0),
        ]
    }

    /// The parts of a petition's page; here they lead to the page's own content.
    pub(super) fn sections(&self) -> Vec<(&'static str, &'static str)> {
        PetitionPage::sections(self.frame.language)
            .into_iter()
            .map(|(_, words)| ("#main", words))
            .collect()
    }
}
