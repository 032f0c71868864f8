//! The same test on SQLite and on PostgreSQL, each time on a fresh store.

use crate::smtp::SmtpSink;
use huiyin_app::chance::FixedChance;
use huiyin_app::clock::{Clock, FixedClock};
use huiyin_app::{Calling, Huiyin, HuiyinConfig, Outgoing};
use huiyin_domain::time::Instant;
use huiyin_notify::Smtp;
use huiyin_store::{Store, StoreConfig};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};

/// The variable that `make test` sets to a server of its own.
const SERVER: &str = "HUIYIN_TEST_DATABASE_URL";

static DATABASES: AtomicU64 = AtomicU64::new(0);

/// A place for a fresh store, and the clock that its installation runs by.
pub struct TestStore {
    /// Where the store is.
    pub config: StoreConfig,
    /// Stands at 2026-02-13T10:00:00+08:00, the last working day before a Spring Festival, until it is set.
    pub clock: Arc<FixedClock>,
    folder: tempfile::TempDir,
}

impl TestStore {
    pub(crate) fn new(database: Option<String>) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let config = StoreConfig {
            folder: folder.path().to_owned(),
            database,
        };
        let begin = Instant::parse("2026-02-13T10:00:00+08:00").expect("an instant");
        Self {
            config,
            clock: Arc::new(FixedClock::at(begin)),
            folder,
        }
    }

    /// Opens the installation by the fixed clock.
    pub fn open(&self) -> Huiyin {
        let mut config = HuiyinConfig::new(self.config.clone());
        config.clock = self.clock.clone();
        Huiyin::open(config).expect("the store opens")
    }

    /// Opens the installation by a clock of the test's own.
    pub fn open_by(&self, clock: Arc<dyn Clock>) -> Huiyin {
        let mut config = HuiyinConfig::new(self.config.clone());
        config.clock = clock;
        Huiyin::open(config).expect("the store opens")
    }

    /// Opens the installation by the fixed clock, and sends notices.
    pub fn open_sending(&self, outgoing: Outgoing) -> Huiyin {
        self.open_calling(Some(outgoing), Calling::default())
    }

    /// Opens the installation by the fixed clock, and sends notices to a sink, with or without the
    /// authority's name.
    pub fn open_mailing(&self, sink: &SmtpSink, names_authority: bool) -> Huiyin {
        let smtp = Smtp::new(&sink.url(), "回音 <notice@park.example>").expect("an address");
        self.open_sending(Outgoing {
            transport: Arc::new(smtp),
            names_authority,
        })
    }

    /// Opens the installation by the fixed clock, and calls people by these ways.
    pub fn open_calling(&self, outgoing: Option<Outgoing>, calling: Calling) -> Huiyin {
        let mut config = HuiyinConfig::new(self.config.clone());
        config.clock = self.clock.clone();
        config.outgoing = outgoing;
        config.calling = calling;
        Huiyin::open(config).expect("the store opens")
    }

    /// Opens the installation by the fixed clock and with chance that repeats itself.
    pub fn open_foreseeable(&self) -> Huiyin {
        let mut config = HuiyinConfig::new(self.config.clone());
        config.clock = self.clock.clone();
        config.chance = Arc::new(FixedChance::seeded(1));
        Huiyin::open(config).expect("the store opens")
    }

    /// Opens the installation by the fixed clock, for trying the sample at an address of this machine.
    pub fn open_sample(&self) -> Huiyin {
        let mut config = HuiyinConfig::new(self.config.clone());
        config.clock = self.clock.clone();
        config.sample = true;
        config.calling.public_url = Some("http://127.0.0.1:8311".into());
        Huiyin::open(config).expect("the store opens")
    }

    /// The data folder.
    pub fn folder(&self) -> &std::path::Path {
        self.folder.path()
    }
}

/// Runs a test on SQLite, then on PostgreSQL. It never skips one silently (RULES 11).
///
/// # Panics
/// When the test does, or when no PostgreSQL server was given.
pub fn each_engine(test: impl Fn(&TestStore)) {
    test(&TestStore::new(None));
    on_postgres_store(test);
}

/// Runs a test on SQLite only; for what the engine has no part in.
pub fn on_sqlite(test: impl FnOnce(&TestStore)) {
    test(&TestStore::new(None));
}

/// Runs a test on PostgreSQL only; for a pair of tests of which the other is on SQLite.
///
/// # Panics
/// When the test does, or when no PostgreSQL server was given.
pub fn on_postgres_store(test: impl FnOnce(&TestStore)) {
    on_database(Some(with_schema()), |url| {
        test(&TestStore::new(Some(url.to_owned())));
    });
}

/// Runs something on a fresh and empty database of the test server, and drops it afterwards.
///
/// # Panics
/// When the test does, or when no PostgreSQL server was given.
pub fn on_postgres(test: impl FnOnce(&str)) {
    on_database(None, test);
}

/// A database of this process that has the schema and nothing else, made at its first use: a copy of it is
/// there in a tenth of the time that the migrations take. It stays until the server goes.
fn with_schema() -> &'static str {
    static MADE: OnceLock<String> = OnceLock::new();
    MADE.get_or_init(|| {
        let server = server();
        let name = format!("huiyin_schema_{}", std::process::id());
        admin(&server, &format!("CREATE DATABASE {name}"));
        let place = TestStore::new(Some(database_url(&server, &name)));
        drop(Store::open(&place.config).expect("the store opens"));
        name
    })
}

fn on_database(template: Option<&str>, test: impl FnOnce(&str)) {
    let server = server();
    let name = format!(
        "huiyin_{}_{}",
        std::process::id(),
        DATABASES.fetch_add(1, Ordering::Relaxed)
    );
    let template = template.map(|template| format!(" TEMPLATE {template}"));
    let template = template.unwrap_or_default();
    admin(&server, &format!("CREATE DATABASE {name}{template}"));
    let url = database_url(&server, &name);
    let outcome = catch_unwind(AssertUnwindSafe(|| test(&url)));
    admin(&server, &format!("DROP DATABASE {name} WITH (FORCE)"));
    if let Err(panic) = outcome {
        resume_unwind(panic);
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "`make test` tells the tests by this variable where its server is"
)]
fn server() -> String {
    std::env::var(SERVER).unwrap_or_else(|_| {
        panic!("{SERVER} is not set: run the tests by `make test`, which provides PostgreSQL")
    })
}

fn database_url(server: &str, name: &str) -> String {
    match server.rsplit_once('/') {
        Some((head, _)) => format!("{head}/{name}"),
        None => panic!("{SERVER} names no database: {server}"),
    }
}

fn admin(server: &str, sql: &str) {
    let mut client =
        postgres::Client::connect(server, postgres::NoTls).expect("the test server answers");
    client.batch_execute(sql).expect("the test server obeys");
}
