//! The options that every command on a store takes, and how they open it.

use crate::channels::ChannelOptions;
use crate::error::CliError;
use crate::mail::MailOptions;
use huiyin_app::clock::{Clock, FixedClock};
use huiyin_app::rules::Authority;
use huiyin_app::{Calling, Huiyin, HuiyinConfig, Outgoing};
use huiyin_store::StoreConfig;
use std::path::PathBuf;
use std::sync::Arc;

/// Where the store is.
#[derive(clap::Args, Clone, Debug)]
pub struct StoreOptions {
    /// The data folder: installation key, and the database if it is SQLite
    #[arg(
        long,
        value_name = "DIR",
        env = "HUIYIN_DATA",
        default_value = "./huiyin-data"
    )]
    pub data: PathBuf,
    /// postgres://… ; without it SQLite in the data folder
    #[arg(
        long,
        value_name = "URL",
        env = "HUIYIN_DATABASE",
        hide_env_values = true
    )]
    pub database: Option<String>,
    /// The installation key, 64 hexadecimal digits; else it is the file in the data folder
    #[arg(
        long,
        value_name = "HEX",
        env = "HUIYIN_INSTALLATION_KEY",
        hide = true,
        hide_env_values = true
    )]
    pub installation_key: Option<String>,
}

/// How notices and pages go out.
#[derive(Default)]
pub struct Going {
    /// Notices.
    pub outgoing: Option<Outgoing>,
    /// Pages.
    pub calling: Calling,
}

impl Going {
    /// By the mail server and the channels of these options.
    ///
    /// # Errors
    /// When one of them cannot be used.
    pub fn by(mail: &MailOptions, channels: &ChannelOptions) -> Result<Self, CliError> {
        Ok(Self {
            outgoing: mail.outgoing()?,
            calling: Calling {
                lines: channels.gateways()?,
                public_url: mail.public_url(),
                recipients: channels.recipients()?,
            },
        })
    }
}

impl StoreOptions {
    /// The store's place.
    pub fn config(&self) -> StoreConfig {
        StoreConfig {
            folder: self.data.clone(),
            database: self.database.clone(),
        }
    }

    /// Opens a store that is there: a wrong folder must not be taken for an empty register.
    ///
    /// # Errors
    /// When there is none, or it cannot be opened.
    pub fn open_existing(&self) -> Result<Huiyin, CliError> {
        self.open_existing_for(Going::default())
    }

    /// As [`StoreOptions::open_existing`], sending notices and pages.
    ///
    /// # Errors
    /// As there.
    pub fn open_existing_for(&self, going: Going) -> Result<Huiyin, CliError> {
        let config = self.config();
        if config.database.is_none() && !config.sqlite_file().exists() {
            return Err(CliError::Refused(format!(
                "there is no store in {}; give its folder with --data, or its address with --database",
                config.folder.display()
            )));
        }
        self.open_serving(false, going, None)
    }

    /// Opens it, and makes it ready to register when it is empty (RULES 7).
    ///
    /// # Errors
    /// When it cannot be opened.
    pub fn open(&self) -> Result<Huiyin, CliError> {
        self.open_for(false)
    }

    /// As [`StoreOptions::open`], for trying the sample or not.
    ///
    /// # Errors
    /// When it cannot be opened.
    pub fn open_for(&self, sample: bool) -> Result<Huiyin, CliError> {
        self.open_serving(sample, Going::default(), None)
    }

    /// As [`StoreOptions::open_for`], sending notices and pages, and on another clock than the machine's if one is
    /// given.
    ///
    /// # Errors
    /// When it cannot be opened.
    pub fn open_serving(
        &self,
        sample: bool,
        going: Going,
        clock: Option<Arc<dyn Clock>>,
    ) -> Result<Huiyin, CliError> {
        let mut config = self.opening();
        config.sample = sample;
        config.outgoing = going.outgoing;
        config.calling = going.calling;
        if let Some(clock) = clock {
            config.clock = clock;
        }
        Ok(Huiyin::open(config)?)
    }

    /// As [`StoreOptions::open`], on a clock that is turned.
    ///
    /// # Errors
    /// When it cannot be opened.
    pub fn open_at(&self, clock: Arc<FixedClock>) -> Result<Huiyin, CliError> {
        let mut config = self.opening();
        config.clock = clock;
        Ok(Huiyin::open(config)?)
    }

    fn opening(&self) -> HuiyinConfig {
        let mut config = HuiyinConfig::new(self.config());
        config.installation_key.clone_from(&self.installation_key);
        config
    }
}

/// Which authority.
#[derive(clap::Args, Clone, Debug)]
pub struct AuthorityOption {
    /// The authority's key; without it the first
    #[arg(long, value_name = "KEY")]
    pub authority: Option<String>,
}

impl AuthorityOption {
    /// Finds it.
    ///
    /// # Errors
    /// When there is none of that key.
    pub fn find(&self, huiyin: &Huiyin) -> Result<Arc<Authority>, CliError> {
        Ok(huiyin.authority(self.authority.as_deref())?)
    }
}
