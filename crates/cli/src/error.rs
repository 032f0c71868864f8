//! What the program can fail on.

use huiyin_app::{AppError, ExportError, ImportError};
use huiyin_store::StoreError;

/// Why a command did not end well.
#[derive(Debug, thiserror::Error)]
pub enum CliError {
    /// The call's words are off.
    #[error("{0}")]
    Usage(String),
    /// Something was refused or found wrong.
    #[error("{0}")]
    Refused(String),
    /// A use case.
    #[error("{0}")]
    App(#[from] AppError),
    /// An export.
    #[error("{0}")]
    Export(#[from] ExportError),
    /// The store.
    #[error("{0}")]
    Store(#[from] StoreError),
    /// A file.
    #[error("{path}: {source}")]
    File {
        /// Its path.
        path: String,
        /// Why.
        source: std::io::Error,
    },
    /// Serving.
    #[error("{0}")]
    Serve(#[from] huiyin_web::ServeError),
    /// Nobody takes the output.
    #[error("cannot write the output: {0}")]
    Output(String),
}

impl CliError {
    /// A stable code for machine-readable output.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Usage(_) => "usage",
            Self::Refused(_) => "refused",
            Self::App(_) => "app",
            Self::Export(_) => "export",
            Self::Store(_) => "store",
            Self::File { .. } => "file",
            Self::Serve(_) => "serve",
            Self::Output(_) => "output",
        }
    }
}

impl From<ImportError> for CliError {
    fn from(error: ImportError) -> Self {
        match error {
            ImportError::Usage(why) => Self::Usage(why),
            ImportError::Refused(why) => Self::Refused(why),
            ImportError::File { path, source } => Self::File { path, source },
            ImportError::App(error) => Self::App(error),
        }
    }
}

/// Reads a text file.
///
/// # Errors
/// [`CliError::File`].
pub fn read_file(path: &std::path::Path) -> Result<String, CliError> {
    std::fs::read_to_string(path).map_err(|source| CliError::File {
        path: path.display().to_string(),
        source,
    })
}
