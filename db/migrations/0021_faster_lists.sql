-- Lists that lacked an index of their own at ten million objects (docs/registers.md).

-- The class beside the code: a list by class asks it of each object it passes, and never reads the row.
create unique index entity_risk_with_class on entity_risk (subject) include (risk_class);

-- The newest changes of a county, which are few among those of a province.
create index entity_newest_in_place on entity (region_path collate "C", updated_at desc, subject collate "C");
