//! A file goes out from a real browser while the network drops in the middle of it.

use super::journey::served;
use super::support::pdf;
use super::ways::PHONE;
use super::webdriver::{Driver, Setup};
use huiyin_testkit::engine::on_sqlite;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// Bytes that go up before the network drops.
const CUT_AFTER: usize = 400_000;

/// Stands between browser and server, and breaks the connection once, in the middle of a file.
struct Network {
    to: String,
    went_up: AtomicUsize,
    dropped: AtomicBool,
}

impl Network {
    /// Gives the address that a browser goes to.
    async fn between(site: &str) -> (Arc<Self>, String) {
        let network = Arc::new(Self {
            to: site.trim_start_matches("http://").to_owned(),
            went_up: AtomicUsize::new(0),
            dropped: AtomicBool::new(false),
        });
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let here = Arc::clone(&network);
        tokio::spawn(async move {
            while let Ok((browser, _)) = listener.accept().await {
                let here = Arc::clone(&here);
                tokio::spawn(async move { here.pass(browser).await });
            }
        });
        (network, format!("http://{address}"))
    }

    async fn pass(&self, mut browser: TcpStream) {
        let Ok(mut server) = TcpStream::connect(&self.to).await else {
            return;
        };
        let (mut up, mut down) = (vec![0; 16_384], vec![0; 16_384]);
        loop {
            tokio::select! {
                read = browser.read(&mut up) => {
                    let Ok(count @ 1..) = read else { return };
                    let before = self.went_up.fetch_add(count, Ordering::Relaxed);
                    let drops = before + count > CUT_AFTER;
                    if drops && !self.dropped.swap(true, Ordering::Relaxed) {
                        return;
                    }
                    if server.write_all(&up[..count]).await.is_err() {
                        return;
                    }
                }
                read = server.read(&mut down) => {
                    let Ok(count @ 1..) = read else { return };
                    if browser.write_all(&down[..count]).await.is_err() {
                        return;
                    }
                }
            }
        }
    }
}

#[test]
fn a_file_goes_on_after_the_network_dropped() {
    on_sqlite(|place| {
        served(Arc::new(place.open()), async |site| {
            let (network, address) = Network::between(site).await;
            let driver = Driver::start();
            let setup = Setup {
                size: PHONE,
                script: true,
            };
            let person = driver.person(setup, &address).await;
            person.goes("/new").await;
            person.types("#body", "三月份的工资没发").await;
            person.types("#subject", "工资").await;
            person.clicks("#step button[type=submit]").await;
            person.arrives("/new/where").await;

            let folder = tempfile::tempdir().expect("a folder");
            let path = folder.path().join("流水.pdf");
            std::fs::write(&path, pdf(1_500_000)).expect("a file");
            person.goes("/new/files").await;
            let input = person.sees("#file").await;
            let path = path.to_str().expect("a path");
            input.send_keys(path).await.expect("it is chosen");
            person.clicks("#step button[type=submit]").await;
            person.arrives("/new/whose").await;
            assert!(network.dropped.load(Ordering::Relaxed), "it dropped");
            // What came before was not sent again: one part at most, and what stands around the parts.
            let went_up = network.went_up.load(Ordering::Relaxed);
            assert!(went_up < 1_500_000 + 300_000, "{went_up} bytes went up");

            person.goes("/new/files").await;
            assert!(person.reads(".added").await.contains("流水.pdf"));
            person.client.close().await.expect("the browser closes");
        });
    });
}
