//! What staff see of a petition that they opened.

use super::authority_paper::WrittenAuthority;
use super::corrected::CorrectionView;
use super::danger::DangerView;
use super::facts::{AddedFactView, FactView};
use super::receivers::ReceiversView;
use crate::letters::LetterOnOffer;
use crate::notices::NoticeView;
use crate::queries::obligation::{ObligationView, Words};
use crate::queries::other_route::OtherRoute;
use crate::queries::track::TimelineEntry;
use huiyin_domain::event::{FileKind, FilePurpose};
use huiyin_domain::language::Bilingual;
use huiyin_domain::petition::{Action, AnswerDraft, CaseRefusal};
use serde::{Serialize, Serializer};
use utoipa::ToSchema;

/// A petition as staff who may open it see it. The identity is there only when it was revealed.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct CaseView {
    /// Its id within the authority.
    pub id: i64,
    /// Its number.
    pub number: String,
    /// Its version, for `If-Match`.
    pub version: i64,
    /// Where it stands: the word.
    pub state: String,
    /// Where it stands, as staff call it.
    #[schema(value_type = Words)]
    pub state_words: Bilingual,
    /// Its class.
    pub class: Option<String>,
    /// The branch of Art 31.
    pub branch: Option<u8>,
    /// Its category's code.
    pub category: Option<String>,
    /// Its place.
    #[schema(value_type = Option<Words>)]
    pub place: Option<Bilingual>,
    /// How it came.
    pub channel: String,
    /// Named, confidential or anonymous.
    pub who: String,
    /// Whether the access rules of a Disclosure hold.
    pub restricted: bool,
    /// Whether people are in danger from the matter.
    pub danger: bool,
    /// Who was told of that danger when, and until when its report is owed or when it was made.
    pub danger_told: Option<DangerView>,
    /// Whether it left the intake.
    pub sorted: bool,
    /// The rulebook that it runs under.
    pub rulebook: String,
    /// The unit that stands as responsible.
    #[schema(value_type = Words)]
    pub unit: Bilingual,
    /// That unit's id.
    pub unit_id: i64,
    /// Those who still speak for a group, by their number from the registration on; the first is 0. Empty where
    /// one petitioner brought it.
    pub representatives: Vec<u8>,
    /// The other lawful way that it goes, and until when that is open; no time limit of the authority.
    pub other_route: Option<OtherRoute>,
    /// The unit that has to take it.
    #[schema(value_type = Option<Words>)]
    pub receiver: Option<Bilingual>,
    /// Who works on it.
    pub handler: Option<String>,
    /// When it was received.
    pub registered_at: String,
    /// When it was recorded.
    pub recorded_at: String,
    /// The postmark of a letter.
    pub postmark: Option<String>,
    /// The matter in one sentence.
    pub subject: String,
    /// What happened.
    pub body: String,
    /// Where, in words.
    pub place_text: Option<String>,
    /// Which language or help is wished for.
    pub wish: Option<String>,
    /// Whether the petitioner said that somebody is in danger now.
    pub says_danger: bool,
    /// Whom it complains of, in words.
    pub respondents: Vec<String>,
    /// What it asks for.
    pub requests: Vec<String>,
    /// Where somebody brings it for another one: whether the written authority is on file. For whom stays sealed.
    pub written_authority: Option<WrittenAuthority>,
    /// Slips of whoever registered it, as they were corrected, oldest first.
    pub corrections: Vec<CorrectionView>,
    /// Who brought it, when that was revealed.
    pub identity: Option<IdentityView>,
    /// What is owed, and what may be done until when.
    pub obligations: Vec<ObligationView>,
    /// What happened, oldest first.
    pub timeline: Vec<TimelineEntry>,
    /// Facts that were put before the petitioner, and what was said to each.
    pub facts: Vec<FactView>,
    /// Facts that the petitioner added after it was registered, oldest first; the answer may speak of each.
    pub added_facts: Vec<AddedFactView>,
    /// Messages and added facts, oldest first.
    pub messages: Vec<MessageView>,
    /// Since when a message of the petitioner waits to be answered or marked read.
    pub unread_since: Option<String>,
    /// Notes of staff, oldest first.
    pub notes: Vec<MessageView>,
    /// The answer.
    pub answer: Option<AnswerOnRecord>,
    /// Notices and answers on the tracking page.
    pub documents: Vec<DocumentOnRecord>,
    /// Notices to the petitioner that were queued or went out, oldest first; no contact stands in them.
    pub notices: Vec<NoticeView>,
    /// What units were asked.
    pub questions: Vec<Question>,
    /// What waits for a second person, or for a decision.
    pub waiting: Vec<Waiting>,
    /// Documents that can be printed from its record.
    pub letters: Vec<LetterOnOffer>,
    /// Sealed files.
    pub files: Vec<FileOnRecord>,
    /// Whether whoever looks may add one.
    pub may_add_files: bool,
    /// Who may open it now, and why.
    pub readers: Vec<ReadersView>,
    /// Who opened it.
    pub access_records: Vec<AccessView>,
    /// What it reviews, where it is a review 复查.
    pub review: Option<ReviewView>,
    /// The petitions that it became, or came from.
    pub linked: Vec<LinkedPetition>,
    /// The other authorities of the installation that it can be handed to by whoever looks.
    pub hand_over_to: Vec<OtherAuthority>,
    /// The units that it can be given to; where whoever looks may transfer, assign or ask for support.
    pub passes_to: Option<ReceiversView>,
    /// Every step, and whether it is possible now for whoever looks.
    pub possible: Vec<Possible>,
}

/// Members of staff who may open a petition on one ground.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ReadersView {
    /// Their unit.
    #[schema(value_type = Words)]
    pub unit: Bilingual,
    /// Their role, or the post that they act for.
    #[schema(value_type = Words)]
    pub as_whom: Bilingual,
    /// Why: what the unit has to do with the petition, such as `holder`, `owes` where a post owes something on it, or
    /// `danger` where a post was told that people are in danger.
    pub why: String,
    /// How many of them there are.
    pub people: usize,
}

/// Who brought a petition.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct IdentityView {
    /// What the petitioner is called.
    pub name: Option<String>,
    /// A telephone number.
    pub phone: Option<String>,
    /// An e-mail address.
    pub email: Option<String>,
    /// A postal address.
    pub address: Option<String>,
    /// The other representatives of a group, one line each.
    pub representatives: Vec<String>,
    /// For whom it is brought, where that is somebody else.
    pub on_behalf_of: Option<String>,
    /// Names that were misread at the registration and corrected, oldest first.
    pub corrected_names: Vec<NameCorrectionView>,
}

/// A name that was misread at the registration, as it was corrected.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct NameCorrectionView {
    /// Whose, of those who speak for a group, by their number from the registration on; the first is 0.
    pub representative: Option<u8>,
    /// What stood.
    pub before: String,
    /// What it should be.
    pub after: String,
    /// Why.
    pub reason: String,
    /// When it was corrected.
    pub at: String,
    /// By whom of the staff.
    pub by: Option<String>,
}

/// The answer that a review is about.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ReviewView {
    /// The authority that answered.
    #[schema(value_type = Words)]
    pub authority: Bilingual,
    /// The number of the petition there.
    pub number: String,
    /// Whether the request came after its window; whether it is admitted is decided with the review.
    pub late: bool,
    /// The petitioner's reasons.
    pub reasons: String,
    /// The answer.
    #[schema(value_type = Object)]
    pub answer: AnswerDraft,
}

/// A petition that another one became, or came from.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct LinkedPetition {
    /// `split-into`, `split-from`, `handed-to`, `came-from`, `reviewed-by` or `reviews`.
    pub relation: String,
    /// Its number.
    pub number: String,
    /// The authority that has it, where it is another one; staff of this one cannot open it.
    #[schema(value_type = Option<Words>)]
    pub authority: Option<Bilingual>,
}

/// Another authority of the installation.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct OtherAuthority {
    /// Its key.
    pub key: String,
    /// Its name.
    #[schema(value_type = Words)]
    pub name: Bilingual,
}

/// Something written.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct MessageView {
    /// When.
    pub at: String,
    /// Whether the petitioner wrote it.
    pub from_petitioner: bool,
    /// Who of the staff wrote it.
    pub by: Option<String>,
    /// Whether it is facts that belong to the matter's own text, and are answered with it.
    pub facts: bool,
    /// What.
    pub text: String,
}

/// The answer as far as it is.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct AnswerOnRecord {
    /// `draft`, `submitted`, `approved`, `issued`, `served` or `received`.
    pub stage: String,
    /// Its words.
    #[schema(value_type = Object)]
    pub draft: AnswerDraft,
    /// What it lacks.
    pub missing: Vec<String>,
    /// The requests whose remedy was done; the first is 0.
    pub fulfilled: Vec<u8>,
    /// The requests whose remedy the petitioner confirmed.
    pub verified: Vec<u8>,
    /// The requests whose remedy the petitioner says was not done, and the head has to look.
    pub denied: Vec<u8>,
    /// Who drafted it.
    pub drafted_by: Option<String>,
    /// The reason of the last return.
    pub returned: Option<String>,
    /// Its words when it went back last, while it waits for its approval again.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    pub returned_draft: Option<AnswerDraft>,
}

/// A document on the tracking page.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct DocumentOnRecord {
    /// Which.
    pub document: String,
    /// What it is called.
    #[schema(value_type = Words)]
    pub title: Bilingual,
    /// Since when it is on the tracking page.
    pub at: String,
    /// Its words.
    pub text: String,
    /// The last day of what it extends, as it is from then on.
    pub due: Option<String>,
    /// When it was served.
    pub served_at: Option<String>,
    /// Whether it waits for the seal; until then it is not on the tracking page.
    pub awaits_seal: bool,
    /// When the seal was set on it.
    pub sealed_at: Option<String>,
}

/// What a unit was asked.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Question {
    /// The position that the answer names.
    pub asked: i64,
    /// Which unit.
    #[schema(value_type = Words)]
    pub unit: Bilingual,
    /// Whether it is support.
    pub support: bool,
    /// What.
    pub question: String,
    /// What it said.
    pub answer: Option<String>,
}

/// Something that waits for a decision.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Waiting {
    /// The position that the decision names.
    pub position: i64,
    /// `proposal`, `dispute`, `instruction` or `commitment`.
    pub kind: String,
    /// What it is.
    #[schema(value_type = Words)]
    pub what: Bilingual,
    /// In words.
    pub text: String,
    /// Whether whoever looks made it.
    pub own: bool,
}

/// A sealed file.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct FileOnRecord {
    /// Its id.
    pub id: i64,
    /// Its name. The name of a scan is often that of a person, so it is here only where the identity
    /// was revealed, or where the file is a document of the authority.
    pub name: Option<String>,
    /// What it is: `pdf`, `png` or `jpeg`.
    #[schema(value_type = String)]
    pub kind: FileKind,
    /// What it is for: `letter`, `evidence`, `signed-paper`, `written-authority`, `proof-of-service` or
    /// `document`; the last one stands on the tracking page.
    #[schema(value_type = String)]
    pub purpose: FilePurpose,
    /// Its size.
    pub bytes: u64,
    /// When it was added.
    pub at: String,
    /// Who of the staff added it.
    pub by: Option<String>,
    /// Whether whoever looks may read it.
    pub may_read: bool,
}

/// Who opened a petition.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct AccessView {
    /// When.
    pub at: String,
    /// What they are called.
    pub name: String,
    /// Their units and posts.
    #[schema(value_type = Words)]
    pub of: Bilingual,
    /// `text` or `identity`.
    pub part: String,
}

/// A step, and whether it is possible now.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Possible {
    /// Which.
    #[schema(value_type = String)]
    pub action: Action,
    /// Why not.
    #[serde(serialize_with = "told")]
    #[schema(value_type = Option<RefusalView>)]
    pub refusal: Option<CaseRefusal>,
}

/// Why a step is refused, the rule, and the way out, as interfaces say it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct RefusalView {
    /// Its code.
    pub code: String,
    /// The field that it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// Why, in Chinese.
    pub message: String,
    /// Why, in English.
    pub message_en: String,
    /// The rule that it rests on, in Chinese.
    pub citation: String,
    /// The rule that it rests on, in English.
    pub citation_en: String,
    /// What to do instead, in Chinese.
    pub way_out: String,
    /// What to do instead, in English.
    pub way_out_en: String,
}

impl From<&CaseRefusal> for RefusalView {
    fn from(refusal: &CaseRefusal) -> Self {
        let (message, citation, way_out) = (
            refusal.code.message(),
            refusal.code.citation(),
            refusal.code.way_out(),
        );
        Self {
            code: refusal.code.word().to_owned(),
            field: refusal.field.clone(),
            message: message.zh,
            message_en: message.en,
            citation: citation.zh,
            citation_en: citation.en,
            way_out: way_out.zh,
            way_out_en: way_out.en,
        }
    }
}

fn told<S: Serializer>(refusal: &Option<CaseRefusal>, to: S) -> Result<S::Ok, S::Error> {
    refusal.as_ref().map(RefusalView::from).serialize(to)
}
