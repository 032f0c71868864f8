//! The store's tests, the same on SQLite and PostgreSQL.

mod all {
    mod copy;
    mod people;
    mod schema;
    mod writer;
}
