//! Every integration test of the testkit, as one program: the rules of the house.

mod house {
    mod arrows;
    mod guides;
    mod hygiene;
    mod migrations;
    mod rights;
    mod tests_named;
    mod tidy;
}
