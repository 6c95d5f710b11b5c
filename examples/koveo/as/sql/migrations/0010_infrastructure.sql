-- Infrastructure. Sessions, certificates, extensions and the schema itself.


-- types -----------------------------------------------------------------------

create type ssl_status as enum ('pending', 'active', 'expiring', 'expired', 'revoked', 'failed');


-- tables ----------------------------------------------------------------------

create table session (
  sid     varchar primary key,
  sess    json not null,
  expire  timestamp(6) not null
);
comment on table session is 'Web sessions; rows past expire are removed every hour.';

create table ssl_certificates (
  id                    uuid primary key default gen_random_uuid(),
  domain                citext not null unique,
  certificate_data      text not null,
  private_key           text not null,
  certificate_chain     text,
  issuer                text not null,
  subject               text not null,
  serial_number         varchar(100) not null,
  fingerprint           varchar(100) not null,
  key_size              integer not null default 2048,
  signature_algorithm   varchar(50) not null,
  valid_from            timestamptz not null,
  valid_to              timestamptz not null,
  status                ssl_status not null default 'pending',
  auto_renew            boolean not null default true,
  last_renewal_attempt  timestamptz,
  renewal_attempts      smallint not null default 0,
  max_renewal_attempts  smallint not null default 3,
  renewal_error         text,
  dns_provider          varchar(50),
  dns_record_id         varchar(100),
  created_by            uuid references users on delete restrict,
  created_at            timestamptz not null default now(),
  updated_at            timestamptz not null default now(),
  constraint ssl_certificates_validity_check check (valid_to > valid_from)
);
comment on table ssl_certificates is 'Certificates of the customers'' own host names.';
comment on column ssl_certificates.private_key is 'Encrypted by the application.';

create table __drizzle_migrations (
  id          serial primary key,
  hash        text not null,
  created_at  bigint
);
comment on table __drizzle_migrations is 'Journal of the migration tool: one row for each migration that ran.';


-- indexes ---------------------------------------------------------------------

create index session_expire_idx on session (expire);
create index ssl_certificates_renewal_idx on ssl_certificates (valid_to) where auto_renew;
