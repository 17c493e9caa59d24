-- A cancelled plan gives its name back: the plan that takes its place may be called the same.
alter table plan drop constraint plan_name_once;
create unique index plan_name_once on plan (org_path, dept, year, name) where state <> 'cancelled';
