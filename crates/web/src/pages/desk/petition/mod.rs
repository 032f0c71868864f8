//! `/desk/petitions/{number}`: one petition, what is owed on it, and what can lawfully come next.

mod samples;

use super::same_matter::SameMatterRow;
use super::{DeskFrame, Fact};
use crate::pages::components::Clock;
use crate::pages::corrections::Correction;
use crate::pages::file_list::ListedFile;
use crate::pages::form::{FormError, FormTarget, FormView, errors_of};
use crate::pages::layout::Frame;
use crate::pages::stated_fact::StatedFact;
use crate::pages::thread::Message;
use crate::pages::timeline::Entry;
use askama::Template;
use huiyin_domain::language::Language;
use huiyin_domain::petition::Action;

/// Who the petitioner is, as far as this person may know.
#[derive(Clone, Debug)]
pub enum IdentityView {
    /// Nobody left a name.
    Anonymous,
    /// There is a name; a POST shows it and is recorded.
    Hidden(FormTarget),
    /// Shown, and recorded: name, contacts; when that was recorded; and names that were corrected.
    Shown(Vec<Fact>, String, Vec<Correction>),
    /// Not for this person: why, with its citation.
    Closed(String),
}

/// A petition that this one became, or came from.
#[derive(Clone, Debug)]
pub struct PetitionLink {
    /// What it is to this one, with its number.
    pub words: String,
    /// Its address; `None`: another authority has it.
    pub href: Option<String>,
}

/// One thing the petitioner asks for.
#[derive(Clone, Debug)]
pub struct RequestView {
    /// Its number in the petition, from 1.
    pub index: usize,
    /// What is asked.
    pub text: String,
    /// What came of it, in words; empty: nothing yet.
    pub outcome: String,
}

/// A duty or window of this petition.
#[derive(Clone, Debug)]
pub struct DutyClock {
    /// Its clock, with why it is that date.
    pub clock: Clock,
    /// Who has it and how far it has climbed, such as "Step 2: head of the unit, told today 9:00".
    pub step: Option<String>,
}

/// How an action is begun.
#[derive(Clone, Debug)]
pub enum ActionStart {
    /// A page with a form.
    Page(String),
    /// One button, here: where it is sent.
    Button(FormTarget),
}

/// Something that can be done to the petition, or not now.
#[derive(Clone, Debug)]
pub struct ActionCard {
    /// Its name, such as `accept`; the card's id is `action-accept`.
    pub id: String,
    /// What the button or link says: a verb, with its result.
    pub title: String,
    /// What happens then, with dates: one sentence.
    pub consequence: String,
    /// Why it is not lawful now, with its citation; `None`: it is.
    pub why_not: Option<String>,
    /// How it is begun.
    pub start: ActionStart,
    /// Where it stands on the petition's page.
    pub place: CardPlace,
}

impl ActionCard {
    /// Whether it is the next step that the law expects.
    pub(crate) fn is_next(&self) -> bool {
        self.place == CardPlace::Next
    }
}

/// Where an action stands on the petition's page, the first first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CardPlace {
    /// It is the next step that the law expects; one at most.
    Next,
    /// Beside that: what is as usual; one at most.
    Beside,
    /// In the list of what can be done.
    Listed,
}

/// Actions that belong together.
#[derive(Clone, Debug)]
pub struct ActionGroup {
    /// What they are about, such as "Sorting".
    pub title: String,
    /// The actions.
    pub actions: Vec<ActionCard>,
}

/// An internal note.
#[derive(Clone, Debug)]
pub struct NoteView {
    /// Who wrote it.
    pub from: String,
    /// When, in words.
    pub when: String,
    /// When, for machines.
    pub iso: String,
    /// What; may hold line breaks.
    pub text: String,
}

/// How far an answer has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AnswerState {
    /// 起草中: being drafted.
    Draft,
    /// 待审批: waits for approval.
    Waiting,
    /// 退回修改: returned with a reason.
    Returned,
    /// 已同意: approved, not issued.
    Approved,
    /// 已签发: issued, not served.
    Issued,
    /// 已送达: served.
    Served,
}

impl AnswerState {
    /// Its word.
    pub fn word(self, language: Language) -> &'static str {
        let (zh, en) = match self {
            Self::Draft => ("起草中", "Draft"),
            Self::Waiting => ("待审批", "Waiting for approval"),
            Self::Returned => ("退回修改", "Returned"),
            Self::Approved => ("已同意", "Approved"),
            Self::Issued => ("已签发，待送达", "Issued, not served yet"),
            Self::Served => ("已送达", "Served"),
        };
        language.pick(zh, en)
    }

    /// The shape beside the word.
    pub const fn shape(self) -> &'static str {
        match self {
            Self::Draft | Self::Returned => "draft",
            Self::Waiting => "due-soon",
            Self::Approved | Self::Issued => "sent",
            Self::Served => "met",
        }
    }
}

/// What an answer says to one request.
#[derive(Clone, Debug)]
pub struct AnswerPart {
    /// The request's number, from 1.
    pub index: usize,
    /// The request.
    pub request: String,
    /// Finding, facts, basis, outcome, measure: those that are written.
    pub facts: Vec<Fact>,
}

/// An answer in any state.
#[derive(Clone, Debug)]
pub struct AnswerView {
    /// How far it has come.
    pub state: AnswerState,
    /// Who drafted, approved, served it and when: one line.
    pub origin: String,
    /// The result in three sentences; may be empty.
    pub summary: String,
    /// Request by request.
    pub parts: Vec<AnswerPart>,
    /// Address of the document, if there is one.
    pub document_href: Option<String>,
    /// Address of the workshop or approval, if this person may go there.
    pub work_href: Option<String>,
}

/// One petition, for staff.
#[derive(Clone, Debug, Template)]
#[template(path = "desk/petition.html")]
pub struct PetitionPage {
    /// The frame.
    pub frame: Frame,
    /// The desk's frame.
    pub desk: DeskFrame,
    /// The petition's number.
    pub number: String,
    /// The matter in one sentence.
    pub subject: String,
    /// Where it stands, for staff.
    pub state_words: String,
    /// Danger to people now: what to do and since when; `None`: none.
    pub danger: Option<String>,
    /// Only named officers may read it: why; `None`: not restricted.
    pub restricted: Option<String>,
    /// Who else has it open just now, in words.
    pub others: Option<String>,
    /// What to know before anything else: merged, reopened, a date in dispute.
    pub remarks: Vec<String>,
    /// The petitions that it became, or came from.
    pub links: Vec<PetitionLink>,
    /// Petitions that could be about the same matter, for whoever may merge or tell apart.
    pub same: Vec<SameMatterRow>,
    /// What happened, as told; may hold line breaks.
    pub body: String,
    /// Slips of whoever registered it, as they were corrected.
    pub corrections: Vec<Correction>,
    /// Place, channel, dates, category, class.
    pub facts: Vec<Fact>,
    /// Units and posts complained of, if this person may know; `None`: not shown.
    pub respondents: Option<Vec<String>>,
    /// What is asked for, one by one.
    pub requests: Vec<RequestView>,
    /// Facts that were put before the petitioner, and those that he added, in the order in which they came.
    pub stated: Vec<StatedFact>,
    /// Who the petitioner is.
    pub identity: IdentityView,
    /// Lead unit, supporting units, post, person.
    pub people: Vec<Fact>,
    /// Duties and windows, the next one first.
    pub clocks: Vec<DutyClock>,
    /// What can be done, and what cannot now.
    pub groups: Vec<ActionGroup>,
    /// What happened, the newest first.
    pub timeline: Vec<Entry>,
    /// Messages with the petitioner, oldest first.
    pub messages: Vec<Message>,
    /// Until when the notice of news is held back; `None`: it is not.
    pub held: Option<String>,
    /// The form for a message.
    pub message_form: Option<FormView>,
    /// The form that marks what the petitioner wrote as read, while something waits.
    pub mark_read: Option<FormTarget>,
    /// Documents and uploads.
    pub files: Vec<ListedFile>,
    /// The form for an upload.
    pub file_form: Option<FormView>,
    /// Internal notes, oldest first.
    pub notes: Vec<NoteView>,
    /// The form for a note.
    pub note_form: Option<FormView>,
    /// Answers, the newest first.
    pub answers: Vec<AnswerView>,
    /// Who may open it now, and why: units, roles and posts.
    pub readers: Vec<String>,
    /// Who opened it, when and which part, the newest first.
    pub opened_by: Vec<String>,
}

impl PetitionPage {
    fn errors(&self) -> Vec<FormError> {
        let forms = [&self.message_form, &self.file_form, &self.note_form];
        let fields = forms.into_iter().flatten().flat_map(|form| &form.fields);
        errors_of(None, fields)
    }

    fn say(&self, zh: &'static str, en: &'static str) -> &'static str {
        self.frame.language.pick(zh, en)
    }

    /// The parts of the page, and where each stands.
    pub(crate) fn sections(language: Language) -> Vec<(&'static str, &'static str)> {
        let sections = [
            ("#matter", "事情", "Matter"),
            ("#clocks", "期限", "Clocks"),
            ("#actions", "能做什么", "What can be done"),
            ("#answers", "答复", "Answers"),
            ("#messages", "留言", "Messages"),
            ("#files", "材料", "Documents"),
            ("#notes", "内部记录", "Notes"),
            ("#timeline", "经过", "What happened"),
        ];
        sections
            .map(|(href, zh, en)| (href, language.pick(zh, en)))
            .to_vec()
    }

    /// What follows from a step whose form stands in a part of the page.
    fn then(&self, action: Action) -> String {
        let words = action.consequence(self.frame.language);
        self.frame
            .language
            .pick(format!("{words}。"), format!("{words}."))
    }

    /// Whether this person may read a file here.
    fn reads_files(&self) -> bool {
        self.files.iter().any(|file| file.href.is_some())
    }

    /// The clocks that run, and windows.
    fn running(&self) -> Vec<&DutyClock> {
        let clocks = self.clocks.iter();
        clocks.filter(|duty| !duty.clock.look.is_over()).collect()
    }

    /// The clocks that are done with.
    fn done(&self) -> Vec<&DutyClock> {
        let clocks = self.clocks.iter();
        clocks.filter(|duty| duty.clock.look.is_over()).collect()
    }

    fn at(&self, place: CardPlace) -> Option<&ActionCard> {
        let mut actions = self.groups.iter().flat_map(|group| &group.actions);
        actions.find(|action| action.place == place && action.why_not.is_none())
    }

    fn main_action(&self) -> Option<&ActionCard> {
        self.at(CardPlace::Next)
    }

    fn beside(&self) -> Option<&ActionCard> {
        self.at(CardPlace::Beside)
    }

    fn others(group: &ActionGroup) -> Vec<&ActionCard> {
        let actions = group.actions.iter();
        actions
            .filter(|action| action.place == CardPlace::Listed && action.why_not.is_none())
            .collect()
    }

    fn not_now(&self) -> Vec<&ActionCard> {
        let actions = self.groups.iter().flat_map(|group| &group.actions);
        actions.filter(|action| action.why_not.is_some()).collect()
    }
}
