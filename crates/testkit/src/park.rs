//! An invented park with everybody whom a test of the casework needs, also whoever means harm.

use huiyin_app::authorise::Principal;
use huiyin_app::code::TrackingCode;
use huiyin_app::{
    Acted, AppError, CaseView, Change, FileContent, FileDraft, FileSent, Huiyin, Inbox,
    InboxFilter, Order, PostDraft, Refusal, RoleDraft, StaffDraft, UnitDraft,
};
use huiyin_domain::event::Actor;
use huiyin_domain::ids::{AuthorityId, FileId, PetitionId, PostId, StaffId, UnitId};
use huiyin_domain::language::Bilingual;
use huiyin_domain::number::PetitionNumber;
use huiyin_domain::petition::{
    AnswerDraft, AnswerItem, Channel, Class, Command, Identity, Outcome, SubmissionDraft,
};
use huiyin_domain::time::Instant;
use std::collections::BTreeMap;
use std::sync::LazyLock;
use tokio::runtime::Runtime;

/// The authority that an empty store begins with.
pub const FIRST: AuthorityId = AuthorityId::new(1);

/// All pieces of a file that is sent.
///
/// # Errors
/// As [`FileSent::piece`].
pub fn whole(mut sent: FileSent) -> Result<FileContent, AppError> {
    let mut bytes = Vec::new();
    while let Some(piece) = wait(sent.piece())? {
        bytes.extend_from_slice(&piece);
    }
    Ok(FileContent {
        name: sent.name,
        kind: sent.kind,
        purpose: sent.purpose,
        bytes,
    })
}

/// Runs a future to its end.
///
/// # Panics
/// When no thread can be started.
pub fn wait<T>(future: impl Future<Output = T>) -> T {
    static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| {
        let mut threads = tokio::runtime::Builder::new_multi_thread();
        threads.worker_threads(2).build().expect("a runtime")
    });
    RUNTIME.block_on(future)
}

/// The units, by the name that tests give them; the office is there from the start.
const UNITS: &[(&str, &str, Option<&str>)] = &[
    ("park", "public", None),
    ("roads", "public", Some("park")),
    ("team", "public", Some("roads")),
    ("economy", "public", Some("park")),
    ("plant", "enterprise", Some("park")),
];

/// Everybody: login, then the unit and role of each of their roles.
const STAFF: &[(&str, &[(&str, &str)])] = &[
    ("clerk", &[("office", "clerk")]),
    ("clerk2", &[("office", "clerk")]),
    ("officehandler", &[("office", "handler")]),
    ("officer", &[("office", "officer")]),
    ("officer2", &[("office", "officer")]),
    ("officehead", &[("office", "unit-head")]),
    ("roadclerk", &[("roads", "clerk")]),
    ("roadhandler", &[("roads", "handler")]),
    ("roadhead", &[("roads", "unit-head")]),
    ("teamhandler", &[("team", "handler")]),
    ("ecoclerk", &[("economy", "clerk")]),
    ("ecohandler", &[("economy", "handler")]),
    ("ecohandler2", &[("economy", "handler")]),
    ("ecohead", &[("economy", "unit-head")]),
    ("planthandler", &[("plant", "handler")]),
    ("leader", &[("park", "leader")]),
    ("boss", &[("park", "leader")]),
    ("supervisor", &[("park", "supervisor")]),
    ("auditor", &[("park", "auditor")]),
    ("admin", &[("park", "administrator")]),
    ("double", &[("roads", "handler"), ("economy", "handler")]),
];

/// Posts: name, duty, unit, holder, stand-ins.
const POSTS: &[(&str, &str, &str, &str, &[&str])] = &[
    (
        "officehead",
        "petition-office-head",
        "office",
        "officehead",
        &[],
    ),
    ("roadhead", "unit-head", "roads", "roadhead", &["leader"]),
    (
        "ecohead",
        "unit-head",
        "economy",
        "ecohead",
        &["ecohandler"],
    ),
    (
        "leader",
        "leader-in-charge",
        "park",
        "leader",
        &["roadhead"],
    ),
    ("boss", "authority-head", "park", "boss", &["roadhead"]),
    ("supervision", "supervision", "park", "supervisor", &[]),
];

/// What must never be seen where it does not belong.
pub const CANARIES: &[&str] = &[
    "金丝雀王五",
    "13955501234",
    "canary@cage.example",
    "鸟笼路17号",
    "金丝雀的事由",
    "金丝雀的正文",
];

/// How many of [`CANARIES`] tell who it was; the others tell the matter.
pub const CANARIES_OF_IDENTITY: usize = 4;

/// The park.
pub struct Park<'a> {
    /// The installation that it stands in.
    pub huiyin: &'a Huiyin,
    units: BTreeMap<&'static str, i64>,
    staff: BTreeMap<&'static str, i64>,
    posts: BTreeMap<&'static str, i64>,
}

/// A petition in it.
pub struct Filed {
    /// Its number.
    pub number: PetitionNumber,
    /// Its id.
    pub id: PetitionId,
    /// The petitioner's own code.
    pub code: TrackingCode,
}

impl<'a> Park<'a> {
    /// The same park, as another process on its store sees it.
    pub fn on<'b>(&self, huiyin: &'b Huiyin) -> Park<'b> {
        Park {
            huiyin,
            units: self.units.clone(),
            staff: self.staff.clone(),
            posts: self.posts.clone(),
        }
    }

    /// Builds it.
    ///
    /// # Panics
    /// When the store is not an empty one.
    pub fn build(huiyin: &'a Huiyin) -> Self {
        let mut park = Self {
            huiyin,
            units: BTreeMap::from([("office", 1)]),
            staff: BTreeMap::new(),
            posts: BTreeMap::new(),
        };
        for (key, kind, parent) in UNITS {
            let draft = UnitDraft {
                key: (*key).into(),
                name: Bilingual::new(*key, ""),
                kind: (*kind).into(),
                parent: parent.map(|parent| park.units[parent]),
                ..UnitDraft::default()
            };
            let id = park.change(Change::Unit(None, draft));
            park.units.insert(key, id);
        }
        for (login, roles) in STAFF {
            let roles = roles.iter().map(|(unit, role)| RoleDraft {
                unit: park.units[unit],
                role: (*role).into(),
            });
            let draft = StaffDraft {
                login: (*login).into(),
                name: (*login).into(),
                roles: roles.collect(),
                ..StaffDraft::default()
            };
            let id = park.change(Change::Staff(None, draft));
            park.staff.insert(login, id);
        }
        for (name, duty, unit, holder, stand_ins) in POSTS {
            let draft = PostDraft {
                duty: (*duty).into(),
                title: Bilingual::new(*duty, ""),
                unit: park.units[unit],
                holder: Some(park.staff[holder]),
                stand_ins: stand_ins.iter().map(|one| park.staff[one]).collect(),
                closed: false,
            };
            let id = park.change(Change::Post(None, draft));
            park.posts.insert(name, id);
        }
        park
    }

    fn change(&self, change: Change) -> i64 {
        let order = Order {
            authority: FIRST,
            by: Actor::Operator,
            version: None,
        };
        let done = self.huiyin.administer_here(order, change);
        done.expect("administered").id
    }

    /// The id of a unit.
    ///
    /// # Panics
    /// When there is none of that name.
    pub fn unit(&self, name: &str) -> UnitId {
        UnitId::new(self.units[name])
    }

    /// The id of a post.
    ///
    /// # Panics
    /// When there is none of that name.
    pub fn post(&self, name: &str) -> PostId {
        PostId::new(self.posts[name])
    }

    /// The id of somebody.
    ///
    /// # Panics
    /// When there is nobody of that login.
    pub fn staff(&self, login: &str) -> StaffId {
        StaffId::new(self.staff[login])
    }

    /// Everybody's login.
    pub fn everybody(&self) -> Vec<&'static str> {
        self.staff.keys().copied().collect()
    }

    /// Somebody, with the roles and posts that they have now.
    ///
    /// # Panics
    /// When there is nobody of that login.
    pub fn who(&self, login: &str) -> Principal {
        let organisation = wait(self.huiyin.organisation(FIRST)).expect("reads");
        Principal::of(&organisation, FIRST, self.staff(login)).expect("is there")
    }

    /// A bearer token of somebody's.
    ///
    /// # Panics
    /// When none is made.
    pub fn token(&self, login: &str) -> String {
        let made = wait(self.huiyin.make_api_token(&self.who(login), "test", 30));
        made.expect("makes").token.text()
    }

    /// A petition by web, full of canaries.
    ///
    /// # Panics
    /// When it is not registered.
    pub fn file(&self, restricted: bool) -> Filed {
        let draft = SubmissionDraft {
            subject: Some(CANARIES[4].into()),
            body: Some(CANARIES[5].into()),
            petitioner: Some(Identity {
                name: Some(CANARIES[0].into()),
                phone: Some(CANARIES[1].into()),
                email: Some(CANARIES[2].into()),
                address: Some(CANARIES[3].into()),
                ..Identity::default()
            }),
            confidential: restricted,
            ..SubmissionDraft::default()
        };
        let authority = self.huiyin.authority(None).expect("an authority");
        let reply = wait(self.huiyin.register(&authority, draft, Channel::Web, None));
        let registered = match reply {
            Ok(reply) => reply.registered,
            Err(error) => panic!("not registered: {error}"),
        };
        let number = PetitionNumber::parse(&registered.number).expect("a number");
        let id = self
            .huiyin
            .store()
            .read_here(|reader| reader.petition_numbered(FIRST, number))
            .expect("reads");
        Filed {
            number,
            id: id.expect("there"),
            code: TrackingCode::parse(&registered.tracking_code).expect("a code"),
        }
    }

    /// The same, sorted as a claim, sent to a unit and taken there.
    pub fn at(&self, unit: &str, by: &str) -> Filed {
        let filed = self.file(false);
        self.does("clerk", &filed, vec![claim(), transfer(self.unit(unit))]);
        self.does(by, &filed, vec![Command::Receive]);
        filed
    }

    /// Tries steps.
    ///
    /// # Errors
    /// As [`Huiyin::act`].
    pub fn act(
        &self,
        login: &str,
        filed: &Filed,
        commands: Vec<Command>,
    ) -> Result<Acted, AppError> {
        let who = self.who(login);
        wait(self.huiyin.act(&who, filed.number, commands, None))
    }

    /// Does it, and it is done.
    ///
    /// # Panics
    /// When it is refused.
    pub fn does(&self, login: &str, filed: &Filed, commands: Vec<Command>) -> Acted {
        let words: Vec<_> = commands.iter().map(|one| one.action().word()).collect();
        match self.act(login, filed, commands) {
            Ok(acted) => acted,
            Err(error) => panic!("{login} {words:?}: {error}"),
        }
    }

    /// Is refused, and nothing was written.
    ///
    /// # Panics
    /// When it was not refused, or left a trace.
    pub fn refused(&self, login: &str, filed: &Filed, commands: Vec<Command>) -> Refusal {
        let words: Vec<_> = commands.iter().map(|one| one.action().word()).collect();
        let before = self.rows();
        let outcome = self.act(login, filed, commands);
        assert_eq!(self.rows(), before, "{login} {words:?} left a trace");
        match outcome {
            Err(AppError::Refused(refusal)) => refusal,
            Err(other) => panic!("{login} {words:?}: {other}"),
            Ok(_) => panic!("{login} {words:?} was not refused"),
        }
    }

    /// Rows of the journal.
    ///
    /// # Panics
    /// When the store fails.
    pub fn rows(&self) -> i64 {
        let head = self
            .huiyin
            .store()
            .read_here(|reader| reader.head_position(FIRST));
        head.expect("reads")
    }

    /// Opens one, and reveals who brought it if asked to.
    ///
    /// # Errors
    /// As [`Huiyin::open_case`].
    pub fn open(&self, login: &str, filed: &Filed, reveal: bool) -> Result<CaseView, AppError> {
        wait(
            self.huiyin
                .open_case(&self.who(login), filed.number, reveal),
        )
    }

    /// Adds a file.
    ///
    /// # Errors
    /// As [`Huiyin::add_file`].
    pub fn adds(&self, login: &str, filed: &Filed, draft: FileDraft) -> Result<FileId, AppError> {
        let who = self.who(login);
        let adding = self
            .huiyin
            .add_file(&who, filed.number, (draft, None), None);
        wait(adding).map(|stored| FileId::new(stored.answer.id))
    }

    /// Reads a file.
    ///
    /// # Errors
    /// As [`Huiyin::open_file`].
    pub fn reads(&self, login: &str, filed: &Filed, file: FileId) -> Result<FileContent, AppError> {
        let opened = wait(self.huiyin.open_file(&self.who(login), filed.number, file));
        opened.and_then(whole)
    }

    /// What somebody owes.
    ///
    /// # Panics
    /// When the store fails.
    pub fn inbox(&self, login: &str, filter: InboxFilter) -> Inbox {
        wait(self.huiyin.inbox(&self.who(login), filter)).expect("reads")
    }

    /// How many duties somebody owes that were opened after a position of the journal.
    ///
    /// # Panics
    /// When the store fails.
    pub fn news(&self, login: &str, filter: InboxFilter, since: i64) -> u32 {
        let since = Instant::from_micros(since);
        let who = self.who(login);
        let news = self.huiyin.inbox_news(&who, filter, since);
        wait(news).expect("reads").new
    }

    /// The inbox with everything under the own units, as it goes out.
    ///
    /// # Panics
    /// When the store fails.
    pub fn inbox_text(&self, login: &str) -> String {
        let whole = InboxFilter {
            whole: true,
            ..InboxFilter::default()
        };
        let own = self.inbox(login, InboxFilter::default());
        let all = self.inbox(login, whole);
        serde_json::to_string(&(own, all)).expect("writes")
    }
}

/// Sorts it as a claim of branch 6.
pub fn claim() -> Command {
    Command::Classify {
        class: Class::Claim,
        branch: Some(6),
        category: None,
        reason: String::new(),
    }
}

/// Sends it to a unit.
pub fn transfer(to: UnitId) -> Command {
    Command::Transfer {
        to,
        reason: "职责范围".into(),
    }
}

/// Accepts it.
pub fn accept() -> Command {
    Command::Accept {
        notice: "已受理".into(),
    }
}

/// A whole answer to one request.
pub fn draft() -> Command {
    let item = AnswerItem {
        finding: "属实".into(),
        facts: "现场查看".into(),
        basis: "管理规定".into(),
        outcomes: vec![Outcome::Explanation],
        ..AnswerItem::default()
    };
    Command::Draft {
        answer: AnswerDraft {
            items: vec![item],
            summary: "已说明".into(),
            remedy_notice: "三十日内可以申请复查".into(),
            review: None,
            facts: Vec::new(),
        },
    }
}
