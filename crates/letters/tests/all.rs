//! Tests of the documents, on the PDF that comes out.

mod all {
    mod characters;
    mod content;
    mod file;
    mod geometry;
    pub mod paper;
    mod refuse;
    pub mod support;
}
