//! The loop that serves the router until it is told to stop.

use crate::server::router;
use crate::state::WebConfig;
use axum::Router;
use huiyin_app::Huiyin;
use std::future::Future;
use std::net::SocketAddr;
use std::sync::Arc;
use tokio::net::TcpListener;

/// Why serving ended or did not begin.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// The address cannot be listened on.
    #[error(
        "cannot listen on {address}: {source}; is another program there? Give another with --listen"
    )]
    Listen {
        /// The address as given.
        address: String,
        /// Why.
        source: std::io::Error,
    },
    /// The loop failed.
    #[error("serving failed: {0}")]
    Serve(std::io::Error),
}

/// A listener that is bound and not yet served.
pub struct Serving {
    listener: TcpListener,
    router: Router,
}

impl Serving {
    /// Binds an address; port 0 takes a free one.
    ///
    /// # Errors
    /// [`ServeError::Listen`].
    pub async fn bind(
        address: &str,
        huiyin: Arc<Huiyin>,
        config: WebConfig,
    ) -> Result<Self, ServeError> {
        let failed = |source| ServeError::Listen {
            address: address.to_owned(),
            source,
        };
        let listener = TcpListener::bind(address).await.map_err(failed)?;
        Ok(Self {
            listener,
            router: router(huiyin, config),
        })
    }

    /// Where it listens.
    ///
    /// # Errors
    /// [`ServeError::Serve`] when the system cannot tell.
    pub fn address(&self) -> Result<SocketAddr, ServeError> {
        self.listener.local_addr().map_err(ServeError::Serve)
    }

    /// Serves until `stop` resolves; requests under way are answered first.
    ///
    /// # Errors
    /// [`ServeError::Serve`].
    pub async fn until(
        self,
        stop: impl Future<Output = ()> + Send + 'static,
    ) -> Result<(), ServeError> {
        use axum::serve::ListenerExt;
        // A small answer must not wait for the next segment.
        let listener = self.listener.tap_io(|stream| {
            if let Err(error) = stream.set_nodelay(true) {
                tracing::debug!("a connection keeps Nagle's algorithm: {error}");
            }
        });
        axum::serve(listener, self.router)
            .with_graceful_shutdown(stop)
            .await
            .map_err(ServeError::Serve)
    }
}
