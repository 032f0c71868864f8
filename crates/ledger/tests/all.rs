//! Tests of the ledger: committed vectors, canonical receipts, refusals.

#[path = "all/commitment.rs"]
mod commitment;
#[path = "all/fixture.rs"]
mod fixture;
#[path = "all/key.rs"]
mod key;
#[path = "all/receipt.rs"]
mod receipt;
#[path = "all/tamper.rs"]
mod tamper;
