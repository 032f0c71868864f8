//! Figures for Prometheus. None of them is about a person.

use huiyin_app::{Huiyin, NoticeFigures, WriterFigures};
use prometheus_client::encoding::{EncodeLabelSet, text};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;
use std::sync::atomic::AtomicU64;
use std::time::Duration;

/// Upper bounds of the duration histogram, in seconds.
const DURATION_BOUNDS_SECONDS: [f64; 10] = [
    0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 2.5,
];

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct RequestLabels {
    method: &'static str,
    route: String,
    status: u16,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct NoticeLabels {
    state: &'static str,
}

/// The figures of this process.
pub(crate) struct Metrics {
    registry: Registry,
    requests: Family<RequestLabels, Counter>,
    duration: Histogram,
    writer: [(WriterFigure, Gauge<u64, AtomicU64>); 5],
    notices: Family<NoticeLabels, Gauge<u64, AtomicU64>>,
}

type WriterFigure = fn(&WriterFigures) -> u64;

impl Metrics {
    pub(crate) fn new() -> Self {
        let mut registry = Registry::with_prefix("huiyin");
        let requests = Family::default();
        registry.register(
            "http_requests",
            "Requests answered, by method, route and status",
            requests.clone(),
        );
        let duration = Histogram::new(DURATION_BOUNDS_SECONDS);
        registry.register(
            "http_request_duration_seconds",
            "Time from request to answer",
            duration.clone(),
        );
        let figures: [(&str, &str, WriterFigure); 5] = [
            (
                "writer_commands",
                "Commands the writer finished",
                |figures| figures.commands,
            ),
            (
                "writer_commits",
                "Transactions the writer committed",
                |figures| figures.commits,
            ),
            (
                "writer_queue_full",
                "Commands refused because the queue was full",
                |figures| figures.queue_full,
            ),
            ("writer_waiting", "Commands waiting now", |figures| {
                figures.waiting
            }),
            (
                "writer_failed",
                "Commands that an engine error hit",
                |figures| figures.failed,
            ),
        ];
        let writer = figures.map(|(name, help, figure)| {
            let gauge: Gauge<u64, AtomicU64> = Gauge::default();
            registry.register(name, help, gauge.clone());
            (figure, gauge)
        });
        let notices = Family::default();
        registry.register(
            "notices",
            "Notices by state; handed and dropped since this process began",
            notices.clone(),
        );
        Self {
            registry,
            requests,
            duration,
            writer,
            notices,
        }
    }

    pub(crate) fn request(
        &self,
        method: &'static str,
        route: &str,
        status: u16,
        duration: Duration,
    ) {
        let labels = RequestLabels {
            method,
            route: route.to_owned(),
            status,
        };
        self.requests.get_or_create(&labels).inc();
        self.duration.observe(duration.as_secs_f64());
    }

    /// The exposition text.
    pub(crate) fn text(&self, huiyin: &Huiyin) -> Result<String, std::fmt::Error> {
        let figures = huiyin.writer_figures();
        for (figure, gauge) in &self.writer {
            gauge.set(figure(&figures));
        }
        self.notices(huiyin.notice_figures());
        let mut exposition = String::new();
        text::encode(&mut exposition, &self.registry)?;
        Ok(exposition)
    }

    fn notices(&self, figures: NoticeFigures) {
        for (state, count) in [
            ("queued", figures.queued),
            ("failed", figures.failed),
            ("handed", figures.handed),
            ("dropped", figures.dropped),
        ] {
            let labels = NoticeLabels { state };
            self.notices.get_or_create(&labels).set(count);
        }
    }
}
