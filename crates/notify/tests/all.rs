//! The tests of the channels, against servers on real sockets.

mod all {
    mod gateway;
    mod gateway_file;
    mod inbound;
    mod lines;
    mod smtp;
}
