-- A place that is offered no more; what was registered there keeps it.
ALTER TABLE place ADD COLUMN closed {int} NOT NULL DEFAULT 0;
