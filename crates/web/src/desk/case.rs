//! A petition opened for a page of the desk, and the words that several of its pages share.

use crate::desk::guard::Signed;
use crate::desk::{absence, presence};
use crate::pages::components::Clock;
use crate::pages::desk::PetitionRef;
use crate::pages::form::FormTarget;
use crate::portal::clock::staff_clock;
use crate::problem::{Code, Problem};
use huiyin_app::rules::Authority;
use huiyin_app::{CaseView, ObligationView, OrganisationAt};
use huiyin_domain::event::Document;
use huiyin_domain::ids::PostId;
use huiyin_domain::language::{Bilingual, Language};
use huiyin_domain::number::PetitionNumber;
use huiyin_domain::organisation::Post;
use huiyin_domain::petition::{Action, CaseRefusal, Channel, Class};
use huiyin_domain::rulebook::Rulebook;
use huiyin_domain::text::shown_safely;
use huiyin_domain::time::Instant;
use huiyin_domain::wording::Dates;
use std::sync::Arc;

/// A petition that somebody opened.
pub(crate) struct Opened<'a> {
    pub(crate) signed: &'a Signed,
    pub(crate) view: CaseView,
    pub(crate) authority: Arc<Authority>,
    pub(crate) organisation: Arc<OrganisationAt>,
    pub(crate) rulebook: Option<Arc<Rulebook>>,
    pub(crate) language: Language,
    /// Who else has it open just now.
    pub(crate) others: Vec<String>,
}

/// Reads a petition's number out of an address.
pub(crate) fn number_of(text: &str) -> Result<PetitionNumber, Problem> {
    PetitionNumber::parse(text).map_err(|_| Problem::of(Code::NotFound))
}

/// The address of a petition.
pub(crate) fn href_of(number: &str) -> String {
    format!("/desk/petitions/{number}")
}

/// Text that people typed, safe to show.
pub(crate) fn safe(text: &str) -> String {
    shown_safely(text).into_owned()
}

/// An instant of a view in words, to the minute.
pub(crate) fn when(instant: &str, dates: Dates<'_>) -> String {
    Instant::parse(instant)
        .map(|at| dates.instant(at.to_minute()))
        .unwrap_or_else(|_| instant.to_owned())
}

/// A day of a view in words.
pub(crate) fn day(text: &str, dates: Dates<'_>) -> String {
    text.parse::<jiff::civil::Date>()
        .map_or_else(|_| text.to_owned(), |day| dates.day(day))
}

/// When something of a view happened that was recorded at another instant: the day alone where only that is known.
pub(crate) fn happened(at: &str, recorded: &str, dates: Dates<'_>) -> String {
    match (Instant::parse(at), Instant::parse(recorded)) {
        (Ok(at), Ok(recorded)) => dates.happened(at, recorded),
        _ => at.to_owned(),
    }
}

/// An instant of what began at another: the hour alone where the day is the same, else as [`when`].
pub(crate) fn when_since(instant: &str, began: &str, dates: Dates<'_>) -> String {
    let (Ok(at), Ok(began)) = (Instant::parse(instant), Instant::parse(began)) else {
        return instant.to_owned();
    };
    let (at, began) = (at.civil_in(dates.zone), began.civil_in(dates.zone));
    if at.date() == began.date() {
        return at.strftime("%H:%M").to_string();
    }
    when(instant, dates)
}

/// Why a step is refused, the way out and the rule.
pub(crate) fn refusal_words(refusal: &CaseRefusal, language: Language) -> String {
    let code = refusal.code;
    let (message, way_out, citation) = (code.message(), code.way_out(), code.citation());
    let (message, way_out, citation) = (
        message.in_language(language),
        way_out.in_language(language),
        citation.in_language(language),
    );
    match language {
        Language::Zh => format!("{message}。{way_out}。（{citation}）"),
        Language::En => format!("{message}. {way_out}. ({citation})"),
    }
}

/// What a channel is called.
pub(crate) fn channel_words(word: &str, language: Language) -> String {
    let known = Channel::ALL.iter().find(|one| one.word() == word);
    known.map_or_else(
        || word.to_owned(),
        |one| one.title().in_language(language).to_owned(),
    )
}

/// The class, its branch and the way that it goes.
pub(crate) fn class_words(
    (class, branch): (&str, Option<u8>),
    rulebook: Option<&Rulebook>,
    language: Language,
) -> String {
    let title = Class::ALL.iter().find(|one| one.word() == class);
    let title = title.map_or_else(|| Bilingual::new(class, class), |one| one.title());
    let title = title.in_language(language);
    let rule = rulebook.and_then(|rulebook| rulebook.class_rule(class, branch));
    let route = rule.map(|rule| rule.route.in_language(language));
    let name = match (language, branch) {
        (Language::Zh, Some(branch)) => format!("{title}第{branch}项"),
        (Language::En, Some(branch)) => format!("{title}, branch {branch}"),
        (_, None) => title.to_owned(),
    };
    match route {
        Some(route) => format!("{name}{}{route}", language.pick("：", ": ")),
        None => name,
    }
}

impl<'a> Opened<'a> {
    /// Opens it; that is on record before anything is shown, and whoever opens it is seen by the others who do.
    pub(crate) async fn open(
        signed: &'a Signed,
        number: PetitionNumber,
        reveal: bool,
    ) -> Result<Self, Problem> {
        let huiyin = &signed.web().huiyin;
        let authority = signed.authority();
        let authority = authority.ok_or_else(|| Problem::of(Code::NotFound))?;
        let view = huiyin.open_case(signed.principal(), number, reveal).await?;
        let organisation = huiyin.organisation(signed.principal().authority).await?;
        let rulebook = huiyin.rules().rulebook(&view.rulebook).cloned();
        // A page is not refused because nobody could be noted.
        let others = huiyin.present(signed.principal(), view.id).await;
        Ok(Self {
            signed,
            view,
            authority,
            organisation,
            rulebook,
            language: signed.language(),
            others: others.unwrap_or_default(),
        })
    }

    /// Picks the Chinese or the English.
    pub(crate) fn say(&self, zh: &str, en: &str) -> String {
        self.language.pick(zh, en).to_owned()
    }

    /// How its pages say dates.
    pub(crate) fn dates(&self) -> Dates<'_> {
        self.signed.dates(&self.authority.zone)
    }

    /// An instant in words.
    pub(crate) fn when(&self, instant: &str) -> String {
        when(instant, self.dates())
    }

    /// Today, in the authority's zone.
    pub(crate) fn today(&self) -> jiff::civil::Date {
        let huiyin = &self.signed.web().huiyin;
        huiyin.now().date_in(&self.authority.zone)
    }

    /// Its address.
    pub(crate) fn href(&self) -> String {
        href_of(&self.view.number)
    }

    /// The line that names it on its other pages.
    pub(crate) fn reference(&self) -> PetitionRef {
        PetitionRef {
            number: self.view.number.clone(),
            subject: safe(&self.view.subject),
            body: safe(&self.view.body),
            href: self.href(),
            others: presence::line(&self.others, self.language),
        }
    }

    /// A form of this petition, with the version that is shown.
    pub(crate) fn target(&self, path: &str) -> FormTarget {
        let action = format!("{}/{path}", self.href());
        FormTarget::to(action).sealed(self.view.version.to_string(), "")
    }

    /// The form of an action.
    pub(crate) fn action_target(&self, action: Action) -> FormTarget {
        self.target(&format!("do/{}", action.word()))
    }

    /// The clock of one of its duties.
    pub(crate) fn clock(&self, duty: &ObligationView) -> Clock {
        let huiyin = &self.signed.web().huiyin;
        let timeline = &self.view.timeline;
        staff_clock(huiyin, &self.authority, duty, timeline, self.dates())
    }

    /// The open duty of a term.
    pub(crate) fn duty(&self, terms: &[&str]) -> Option<&ObligationView> {
        let mut open = self.view.obligations.iter();
        open.find(|one| one.state == "open" && terms.contains(&one.kind.as_str()))
    }

    /// Whether the table lets this person take a step at all.
    pub(crate) fn offers(&self, action: Action) -> bool {
        self.view.possible.iter().any(|one| one.action == action)
    }

    /// Whether they can take it now.
    pub(crate) fn can(&self, action: Action) -> bool {
        let mut possible = self.view.possible.iter();
        possible.any(|one| one.action == action && one.refusal.is_none())
    }

    /// Why they cannot take it now.
    pub(crate) fn refusal(&self, action: Action) -> Option<&CaseRefusal> {
        let mut possible = self.view.possible.iter();
        let found = possible.find(|one| one.action == action)?;
        found.refusal.as_ref()
    }

    /// Why some units are not among those that it can be given to.
    pub(crate) fn left_out(&self) -> Option<String> {
        let words = self.view.passes_to.as_ref()?.left_out.as_ref()?;
        Some(words.in_language(self.language).to_owned())
    }

    /// Whether whoever looks acts for the post that approves answers.
    pub(crate) fn may_approve(&self) -> bool {
        let Some(rulebook) = &self.rulebook else {
            return false;
        };
        let duty = &rulebook.approver.post;
        let unit = huiyin_domain::ids::UnitId::new(self.view.unit_id);
        let staff = self.signed.principal().staff;
        duty == "handling-clerk" || self.organisation.acts_as(staff, duty, unit)
    }

    /// Who approves answers: the post, and who holds it.
    pub(crate) fn approver(&self) -> String {
        let rulebook = self.rulebook.as_ref();
        let duty = rulebook.map(|rulebook| rulebook.approver.post.as_str());
        duty.map(|duty| self.deciding(duty)).unwrap_or_default()
    }

    /// Whether nobody acts for the post that approves answers.
    pub(crate) fn nobody_approves(&self) -> bool {
        let rulebook = self.rulebook.as_ref();
        let duty = rulebook.map(|rulebook| rulebook.approver.post.as_str());
        duty.filter(|duty| *duty != "handling-clerk")
            .is_some_and(|duty| {
                let unit = huiyin_domain::ids::UnitId::new(self.view.unit_id);
                let posts = self.organisation.posts_for(duty, unit);
                posts
                    .iter()
                    .all(|post| self.organisation.acting(post).is_empty())
            })
    }

    /// The post that decides in a duty for the responsible unit, and who holds it.
    fn deciding(&self, duty: &str) -> String {
        let unit = huiyin_domain::ids::UnitId::new(self.view.unit_id);
        let posts = self.organisation.posts_for(duty, unit);
        let named = posts.first().and_then(|post| self.acting(post));
        let titles = self.rulebook.as_ref().map(|rulebook| &rulebook.posts);
        let title = titles.and_then(|titles| titles.get(duty));
        let title = title.map(|title| title.in_language(self.language).to_owned());
        named.or(title).unwrap_or_default()
    }

    /// Who acts for a post today, in words.
    pub(crate) fn acting(&self, post: &Post) -> Option<String> {
        absence::acting(&self.organisation, post, self.today(), self.dates())
    }

    /// The post that owes a duty.
    pub(crate) fn owing(&self, duty: &ObligationView) -> Option<&Post> {
        self.organisation.posts.get(&PostId::new(duty.post?))
    }

    /// Who would decide on an extension of what is to be answered.
    pub(crate) fn extends(&self) -> Option<String> {
        let rulebook = self.rulebook.as_ref()?;
        let open = self
            .view
            .obligations
            .iter()
            .filter(|one| one.state == "open");
        let mut terms = open.filter_map(|one| rulebook.term(&one.kind));
        let extension = terms.find_map(|term| term.extension.as_ref())?;
        Some(self.deciding(&extension.approved_by)).filter(|who| !who.is_empty())
    }

    /// Whether whoever looks acts for the post that decides on the extension which waits.
    pub(crate) fn decides_extension(&self) -> bool {
        let duty = self.duty(&["decide-extension"]);
        let post = duty.and_then(|duty| self.owing(duty));
        let staff = self.signed.principal().staff;
        post.is_some_and(|post| self.organisation.acting(post).contains(&staff))
    }

    /// Who sets the seal on a document before it reaches the petitioner; nothing where it waits for none.
    pub(crate) fn seals(&self, document: Document) -> Option<String> {
        let seal = &self.organisation.seal;
        let waits = seal.image.is_some() && seal.documents.contains(&document);
        let post = self.organisation.seal_post()?;
        (waits && !self.view.restricted).then(|| self.acting(post))?
    }
}
