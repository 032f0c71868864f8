//! A petition as its petitioner sees it: the shapes that the page and the interface show.

use crate::casework::authority_paper::WrittenAuthority;
use crate::casework::corrected::CorrectionView;
use crate::casework::facts::{AddedFactView, FactLookedInto, FactView};
use crate::casework::notice_wish::NoticesView;
use crate::casework::views::{AccessView, MessageView};
use crate::letters::LetterOnOffer;
use crate::queries::obligation::{ObligationView, Words};
use crate::queries::other_route::OtherRoute;
use huiyin_domain::event::FileKind;
use huiyin_domain::language::Bilingual;
use serde::Serialize;
use utoipa::ToSchema;

/// A petition as its petitioner sees it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct TrackView {
    /// The number.
    pub number: String,
    /// The authority's name.
    #[schema(value_type = Words)]
    pub authority: Bilingual,
    /// The authority's key, for its address where a code opens several petitions.
    pub authority_key: String,
    /// The state's word.
    pub state: String,
    /// The state in plain words.
    #[schema(value_type = Words)]
    pub state_words: Bilingual,
    /// When it was received, in the authority's zone.
    pub registered_at: String,
    /// When it was recorded; differs from the above where a person entered an earlier time.
    pub recorded_at: String,
    /// How it came.
    pub channel: String,
    /// Its class, if known.
    pub class: Option<String>,
    /// Its category, if known: the code.
    pub category: Option<String>,
    /// Its place, if known.
    #[schema(value_type = Option<Words>)]
    pub place: Option<Bilingual>,
    /// The matter in one sentence, as typed.
    pub subject: String,
    /// What happened, as typed.
    pub body: String,
    /// Where, as typed.
    pub place_text: Option<String>,
    /// Whom it complains of, as typed.
    pub respondents: Vec<String>,
    /// Slips of whoever registered it for the petitioner, as they were corrected, oldest first.
    pub corrections: Vec<CorrectionView>,
    /// What is owed, by whom, until when, and why.
    pub obligations: Vec<ObligationView>,
    /// Answers, oldest first.
    pub answers: Vec<AnswerView>,
    /// What happened, oldest first.
    pub timeline: Vec<TimelineEntry>,
    /// Who of the authority opened this petition, newest first.
    pub access_records: Vec<AccessView>,
    /// The unit that stands as responsible.
    #[schema(value_type = Words)]
    pub unit: Bilingual,
    /// Notices and answers on this page.
    pub documents: Vec<TrackDocument>,
    /// Documents that can be had as PDF, for the code that acts.
    pub letters: Vec<LetterOnOffer>,
    /// Documents to keep, for the code that acts; what staff keep on file stays with them.
    pub files: Vec<TrackFile>,
    /// Facts that the authority found and put before the petitioner, and what was said to each; for the code
    /// that acts.
    pub facts: Vec<FactView>,
    /// Facts that the petitioner added after it was registered, oldest first.
    pub added_facts: Vec<AddedFactView>,
    /// Messages both ways, oldest first.
    pub messages: Vec<TrackMessage>,
    /// The other lawful way that it goes, and until when that is open; no time limit of the authority.
    pub other_route: Option<OtherRoute>,
    /// Until when a withdrawal can be undone, if one was asked for.
    pub withdrawal_until: Option<String>,
    /// Whether whoever withdraws with this code leaves a group for himself: it goes on for the others.
    pub leaves_alone: bool,
    /// Times that staff entered and that can be disputed: the event's position and what it is.
    pub disputable: Vec<Disputable>,
    /// Remedies that are said to be done and that the petitioner may confirm; the first request is 0.
    pub to_verify: Vec<u8>,
    /// The review of the answer, where one can be asked for or this is one.
    pub review: Option<TrackReview>,
    /// Where it is brought for somebody else, for the code that acts: whether the written authority is on file.
    pub written_authority: Option<WrittenAuthority>,
    /// When notices come, for the code that acts and where a contact was given that they go to.
    pub notices: Option<NoticesView>,
    /// Which contacts were given, for the code that acts: `phone`, `email` and `address`; never what they are.
    pub contacts: Vec<String>,
    /// What can be rated or was, for the code that acts; staff never see a single rating.
    pub ratings: Vec<TrackRating>,
    /// The steps that this code may take now.
    pub steps: Vec<String>,
    /// What it became at another authority, or was there before (RULES 5.3).
    pub also: Vec<TrackElsewhere>,
    /// The receipt file.
    pub receipt: Option<String>,
    /// Whether this code acts, or only views.
    pub acting: bool,
}

/// An answer.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct AnswerView {
    /// When it was served, in the authority's zone.
    pub at: String,
    /// As written.
    pub text: String,
}

/// A notice or answer on the tracking page.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct TrackDocument {
    /// `acceptance`, `decline`, `redirect`, `extension-notice` or `answer`.
    pub document: String,
    /// What it is called.
    #[schema(value_type = Words)]
    pub title: Bilingual,
    /// Since when it is here.
    pub at: String,
    /// Its words.
    pub text: String,
    /// The answer request by request, where it is one.
    pub items: Vec<TrackAnswerItem>,
    /// What it says to facts that were disputed or added, where it is an answer; for the code that acts.
    pub facts: Vec<FactLookedInto>,
    /// Which remedy there is against it.
    pub remedy_notice: String,
    /// The last day of what it extends, as it is from then on; of a notice of extension.
    pub due: Option<String>,
    /// When it was served.
    pub served_at: Option<String>,
    /// Whether the petitioner may say "I have received it".
    pub receivable: bool,
}

/// What an answer says to one request.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct TrackAnswerItem {
    /// The request.
    pub request: String,
    /// What was found.
    pub finding: String,
    /// The facts it rests on.
    pub facts: String,
    /// The legal basis.
    pub basis: String,
    /// How it ends.
    pub outcomes: Vec<String>,
    /// What will be done.
    pub measure: String,
    /// By when.
    pub by: Option<String>,
}

/// A document for the petitioner, as a file.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct TrackFile {
    /// Its id.
    pub id: i64,
    /// Its name.
    pub name: String,
    /// What it is: `pdf`, `png` or `jpeg`.
    #[schema(value_type = String)]
    pub kind: FileKind,
    /// Its size.
    pub bytes: u64,
    /// Since when it is here.
    pub at: String,
}

/// A message.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct TrackMessage {
    /// When.
    pub at: String,
    /// Whether the petitioner wrote it.
    pub from_petitioner: bool,
    /// Whether it is facts that belong to the matter's own text, and are answered with it.
    pub facts: bool,
    /// What.
    pub text: String,
}

impl From<MessageView> for TrackMessage {
    fn from(message: MessageView) -> Self {
        Self {
            at: message.at,
            from_petitioner: message.from_petitioner,
            facts: message.facts,
            text: message.text,
        }
    }
}

/// The same matter at another authority.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct TrackElsewhere {
    /// That authority's name.
    #[schema(value_type = Words)]
    pub authority: Bilingual,
    /// That authority's key.
    pub authority_key: String,
    /// Its number there.
    pub number: String,
    /// Where it stands there.
    #[schema(value_type = Words)]
    pub state_words: Bilingual,
    /// What is owed there.
    pub obligations: Vec<ObligationView>,
}

/// A rating 满意度评价 of the office or of the unit.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct TrackRating {
    /// `office` or `unit`.
    pub side: String,
    /// What is asked.
    #[schema(value_type = Words)]
    pub question: Bilingual,
    /// `satisfied`, `fairly` or `not-satisfied`, once it was rated.
    pub grade: Option<String>,
    /// Whether it can be rated, or the rating changed, now; it can be changed once.
    pub may_rate: bool,
}

/// Review 复查 of an answer by the authority above (信访工作条例 Art 35).
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct TrackReview {
    /// Whether it can be asked for here now, with the code that acts.
    pub may_ask: bool,
    /// Whether the window is over: a late request is registered all the same, and a person decides.
    pub late: bool,
    /// The last day of the window.
    pub until: Option<String>,
    /// The authority above, or for a review the one that answered; empty where nobody named it yet.
    #[schema(value_type = Words)]
    pub authority: Bilingual,
    /// Whether that authority is in this installation; if not, the request is printed and sent to it.
    pub here: bool,
    /// The requests that were answered, in their order.
    pub requests: Vec<String>,
    /// The number of the review, or for a review that of the petition that was answered.
    pub number: Option<String>,
    /// The reasons, where this is a review.
    pub reasons: Option<String>,
    /// What was decided, once it was: `maintained`, `revoked`, `changed`, `redo` or `not-admitted`.
    pub outcome: Option<String>,
    /// The same in words.
    #[schema(value_type = Option<Words>)]
    pub outcome_words: Option<Bilingual>,
}

/// A time that staff entered.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Disputable {
    /// The position of its event.
    pub position: i64,
    /// What it is.
    #[schema(value_type = Words)]
    pub what: Bilingual,
    /// The time as entered.
    pub at: String,
    /// Whether it is disputed already.
    pub disputed: bool,
}

/// Something that happened.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct TimelineEntry {
    /// When it happened, in the authority's zone.
    pub at: String,
    /// When it was recorded, if that differs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recorded_at: Option<String>,
    /// The event's name.
    pub event: String,
    /// In words.
    #[schema(value_type = Words)]
    pub words: Bilingual,
    /// The obligation that it moved, if it moved one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub obligation: Option<i64>,
    /// What was typed for it, such as the reason, where it stands nowhere else here.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}
