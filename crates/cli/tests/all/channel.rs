use super::support::{huiyin, json};
use huiyin_testkit::http::{Behaviour, HttpSink};

/// A file of channels in a folder of its own, and the file of its secret.
fn file(sink: &HttpSink) -> (tempfile::TempDir, String) {
    let folder = tempfile::tempdir().expect("a folder");
    let token = folder.path().join("token");
    std::fs::write(&token, "s3cret\n").expect("written");
    let text = format!(
        "[channel.sms]\nkind = \"sms\"\nurl = \"{}/send\"\n\
         json = {{ phone = \"{{to}}\", text = \"{{text}}\" }}\n\
         headers = {{ Authorization = \"{{secret:token}}\" }}\n\
         secrets = {{ token = {{ file = {:?} }} }}\n",
        sink.url(),
        token.display().to_string()
    );
    let path = folder.path().join("channels.toml");
    std::fs::write(&path, text).expect("written");
    (folder, path.display().to_string())
}

#[test]
fn a_test_message_goes_out_marked_and_what_was_answered_is_said() {
    let sink = HttpSink::start();
    let (_folder, path) = file(&sink);
    let (code, said) = json(&["channel", "check", "--channels", &path]);
    assert_eq!(code, 0);
    assert_eq!(said["channels"][0]["kind"], "sms");
    assert_eq!(sink.conversations(), 0);

    let test = [
        "channel",
        "test",
        "sms",
        "--to",
        "13800000000",
        "--channels",
        &path,
    ];
    let (code, said) = json(&test);
    assert_eq!((code, &said["handed_over"]), (0, &true.into()));
    let request = &sink.requests()[0];
    assert_eq!(request.header("Authorization"), Some("s3cret"));
    assert!(request.body.contains("13800000000") && request.body.contains("测试"));

    sink.behave(Behaviour::status(503));
    let (code, said) = json(&test);
    assert_eq!((code, &said["handed_over"]), (1, &false.into()));
    assert_eq!(said["problem"], "not taken for now: answer 503");
}

#[test]
fn what_cannot_be_sent_is_told_before_anything_is() {
    let sink = HttpSink::start();
    let (folder, path) = file(&sink);
    let unknown = huiyin(&["channel", "test", "fax", "--to", "1", "--channels", &path]);
    assert_eq!(unknown.code, 2);
    assert!(unknown.err.contains("there are: sms"), "{}", unknown.err);
    std::fs::remove_file(folder.path().join("token")).expect("removed");
    let without = huiyin(&["channel", "check", "--channels", &path]);
    assert_eq!(without.code, 1);
    assert!(
        without.err.contains("channel.sms: the secret token"),
        "{}",
        without.err
    );
    assert_eq!(sink.conversations(), 0);
}
