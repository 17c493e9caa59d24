-- The house: regions and organisations, accounts, the business record, commands, files, numbers.
create schema auth authorization mingjian_migrator;
create schema published authorization mingjian_migrator;
grant usage on schema public, auth to mingjian_app;
grant usage on schema published to mingjian_app, mingjian_portal;
revoke create on schema public from public;

create table region (
  path text primary key,
  code text not null constraint region_code_once unique,
  name text not null,
  label text not null,
  level text not null constraint region_level_known check (level in ('province', 'city', 'county', 'station')),
  demo boolean not null default false
);
comment on table region is '行政区划: path is the codes of the levels above, joined by dots (62.6201.620102); label is how people say it (兰州市城关区).';
create index region_under on region (path text_pattern_ops);
grant select, insert, update on region to mingjian_app;

create table org (
  id uuid primary key,
  path text not null constraint org_region_known references region,
  dept text not null,
  name text not null,
  short_name text not null,
  created_at timestamptz not null default now(),
  constraint org_once unique (path, dept)
);
comment on table org is '机构: one department at one place.';
grant select, insert, update on org to mingjian_app;

-- better-auth owns the shape of its tables; every name below is what its core schema and its username plugin ask for.
create table auth."user" (
  id text primary key,
  name text not null,
  email text not null constraint user_email_once unique,
  "emailVerified" boolean not null default false,
  image text,
  "createdAt" timestamptz not null default now(),
  "updatedAt" timestamptz not null default now(),
  username text constraint user_name_once unique,
  "displayUsername" text
);
create table auth.session (
  id text primary key,
  "expiresAt" timestamptz not null,
  token text not null constraint session_token_once unique,
  "createdAt" timestamptz not null default now(),
  "updatedAt" timestamptz not null default now(),
  "ipAddress" text,
  "userAgent" text,
  "userId" text not null constraint session_user_known references auth."user" on delete cascade
);
create index session_of_user on auth.session ("userId");
create table auth.account (
  id text primary key,
  issuer text not null,
  "accountId" text not null,
  "providerId" text not null,
  "userId" text not null constraint account_user_known references auth."user" on delete cascade,
  "accessToken" text,
  "refreshToken" text,
  "idToken" text,
  "accessTokenExpiresAt" timestamptz,
  "refreshTokenExpiresAt" timestamptz,
  scope text,
  password text,
  "createdAt" timestamptz not null default now(),
  "updatedAt" timestamptz not null default now()
);
create index account_of_user on auth.account ("userId");
create table auth.verification (
  id text primary key,
  identifier text not null,
  value text not null,
  "expiresAt" timestamptz not null,
  "createdAt" timestamptz not null default now(),
  "updatedAt" timestamptz not null default now()
);
create table auth.lockout (
  username text primary key,
  failures integer not null,
  locked_until timestamptz
);
comment on table auth.lockout is 'Failed sign-ins by user name; five lock it for a while (policy data).';
grant select, insert, update, delete on all tables in schema auth to mingjian_app;

create table actor (
  id uuid primary key,
  user_id text not null constraint actor_user_once unique constraint actor_user_known references auth."user",
  name text not null,
  roles text[] not null,
  org_id uuid not null constraint actor_org_known references org,
  officer_id uuid constraint actor_officer_once unique,
  disabled boolean not null default false,
  must_change_password boolean not null default true,
  created_at timestamptz not null default now()
);
comment on table actor is '账号: what an account may do and where; credentials are better-auth''s, in schema auth.';
create index actor_of_org on actor (org_id);
grant select, insert, update on actor to mingjian_app;

create table record (
  id uuid primary key,
  txid xid8 not null default pg_current_xact_id(),
  at timestamptz not null,
  command_id uuid constraint record_command_once unique,
  actor_id uuid,
  actor_name text not null,
  actor_roles text[] not null,
  org_path text not null,
  dept text not null,
  org_name text not null,
  verb text not null,
  thing text not null,
  facts jsonb not null,
  input_hash text,
  answer jsonb
);
comment on table record is '业务留痕: one row per command, appended in the writing transaction. Names and roles are copied as they were; no row is ever changed.';
create index record_by_time on record (at desc, id desc);
create index record_of_thing on record (thing, at desc);
create index record_unsealed on record (txid, id);
grant select, insert on record to mingjian_app;

create table record_seal (
  seq bigint primary key,
  record_id uuid not null constraint record_seal_once unique,
  hash text not null,
  sealed_at timestamptz not null default now()
);
comment on table record_seal is 'The hash chain over the record: hash = SHA-256(previous hash, canonical JSON of the row).';
grant select, insert on record_seal to mingjian_app;

create table file (
  id uuid primary key,
  sha256 text not null,
  size bigint not null,
  name text not null,
  media_type text not null,
  created_by uuid,
  created_at timestamptz not null default now()
);
comment on table file is 'Files by content; the bytes live in the file store under their SHA-256.';
create index file_by_content on file (sha256);
grant select, insert on file to mingjian_app;

create table number_counter (
  scope text primary key,
  value integer not null
);
comment on table number_counter is 'Serials without gaps or doubles: incremented inside the transaction that uses them.';
grant select, insert, update on number_counter to mingjian_app;

create table progress (
  thing text primary key,
  phase text not null,
  done bigint not null default 0,
  total bigint,
  state text not null constraint progress_state_known check (state in ('waiting', 'running', 'done', 'failed')),
  problem jsonb,
  updated_at timestamptz not null default now()
);
comment on table progress is 'Where long work stands, for progress bars; written outside the work''s own transaction.';
grant select, insert, update on progress to mingjian_app;
