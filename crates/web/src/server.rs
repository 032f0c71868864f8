//! The router, and the loop that serves it until it is told to stop.

use crate::state::{Web, WebConfig};
use crate::{api, assets, headers, health, metrics::Metrics, observe, portal, problem};
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware;
use axum::routing::{get, post};
use huiyin_app::Huiyin;
use std::future::Future;
use std::net::SocketAddr;
use std::sync::Arc;
use tokio::net::TcpListener;

/// The largest body of any request: 1 MiB (DESIGN 6).
pub(crate) const BODY_BYTES_MAX: usize = 1_048_576;

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

/// Every route. `docs/api` and the coverage test list them.
pub fn router(huiyin: Arc<Huiyin>, config: WebConfig) -> Router {
    let web = Web {
        huiyin,
        metrics: Arc::new(Metrics::new()),
        config: Arc::new(config),
    };
    Router::new()
        .route("/", get(portal::home::show))
        .route(
            "/new",
            get(portal::register::show).post(portal::register::submit),
        )
        .route("/receipt", get(portal::receipt::show))
        .route("/receipt/kept", post(portal::receipt::kept))
        .route("/receipt/file", get(portal::receipt::file))
        .route("/track", get(portal::track::ask).post(portal::track::enter))
        .route("/track/petition", get(portal::track::show))
        .route("/track/leave", post(portal::track::leave))
        .route("/language", get(portal::language::choose))
        .route("/desk", get(portal::desk::closed))
        .route("/desk/{*rest}", get(portal::desk::closed))
        .route("/problems/{code}", get(problem::explain))
        .route("/assets/{name}", get(assets::serve))
        .route("/api/v1/petitions", post(api::register::register))
        .route("/api/v1/track/{tracking_code}", get(api::track::track))
        .route("/api/openapi.json", get(api::openapi::serve))
        .route("/healthz", get(health::alive))
        .route("/readyz", get(health::ready))
        .route("/metrics", get(health::metrics))
        .fallback(problem::not_found)
        .method_not_allowed_fallback(problem::method_not_allowed)
        .layer(DefaultBodyLimit::max(BODY_BYTES_MAX))
        .layer(middleware::from_fn_with_state(
            web.clone(),
            observe::observe,
        ))
        .layer(middleware::from_fn(headers::harden))
        .with_state(web)
}
