-- Whether a response is a drill: nobody came, and no figure counts it.
ALTER TABLE response ADD COLUMN exercise {int} NOT NULL DEFAULT 0;
