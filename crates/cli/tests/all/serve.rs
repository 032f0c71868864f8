//! `huiyin serve`: starts, answers, stops.

use super::support::{Server, each_store, huiyin};

#[test]
fn it_starts_on_an_empty_store_answers_and_stops_when_told() {
    each_store(|_, options| {
        let server = Server::start(options);
        for path in ["/healthz", "/readyz", "/", "/api/openapi.json"] {
            assert_eq!(server.ask("GET", path, None).0, 200, "{path}");
        }
        // To the sign-in page.
        assert_eq!(server.ask("GET", "/desk", None).0, 303);
        let registered = server.register("路灯不亮");
        assert_eq!(server.stop(), 0);
        let again = Server::start(options);
        assert_eq!(again.track(&registered)["number"], registered["number"]);
        assert_eq!(again.stop(), 0);
    });
}

#[test]
fn an_address_in_use_is_named_with_what_to_do() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().display().to_string();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").expect("binds");
    let address = taken.local_addr().expect("an address").to_string();
    let ran = huiyin(&["serve", "--data", &data, "--listen", &address]);
    assert_eq!(ran.code, 1);
    assert!(
        ran.err.contains(&format!("cannot listen on {address}")),
        "{}",
        ran.err
    );
    assert!(ran.err.contains("--listen"), "{}", ran.err);
}

#[test]
fn two_servers_on_one_store_give_one_row_of_numbers() {
    each_store(|_, options| {
        let servers = [Server::start(options), Server::start(options)];
        let mut numbers: Vec<String> = (0..6)
            .map(|nth| {
                servers[nth % 2].register("一")["number"]
                    .as_str()
                    .expect("a number")[5..]
                    .to_owned()
            })
            .collect();
        numbers.sort();
        assert_eq!(
            numbers,
            ["000001", "000002", "000003", "000004", "000005", "000006"]
        );
        for server in servers {
            assert_eq!(server.stop(), 0);
        }
    });
}

#[test]
fn a_database_that_does_not_answer_is_said_without_its_password() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().display().to_string();
    let url = "postgres://huiyin:hunter2@127.0.0.1:1/none";
    let ran = huiyin(&["serve", "--data", &data, "--database", url]);
    assert_eq!(ran.code, 1);
    assert!(ran.err.contains("cannot reach PostgreSQL"), "{}", ran.err);
    assert!(!ran.err.contains("hunter2"), "{}", ran.err);
}

#[test]
fn a_server_that_is_stopped_right_after_it_said_where_it_listens_stops_well() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().display().to_string();
    for _ in 0..5 {
        assert_eq!(Server::start(&["--data", &data]).stop(), 0);
    }
}
