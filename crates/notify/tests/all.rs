//! The tests of the channels, against a server on a real socket.

mod all {
    mod smtp;
}
