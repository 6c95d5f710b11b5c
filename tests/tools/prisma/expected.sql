-- What schema.prisma means, written by hand. Prisma makes unique indexes, not unique constraints.

create type size as enum ('small', 'medium', 'large');

create table owners (
  id         serial primary key,
  email      varchar(255) not null,
  name       text not null,
  joined_at  timestamptz(3) not null default current_timestamp,
  settings   jsonb not null default '{}'
);
create unique index owners_email_key on owners (email);

create table breeds (
  id    uuid primary key default gen_random_uuid(),
  name  text not null,
  size  size not null default 'medium',
  tags  text[] default array[]::text[]
);
create unique index breeds_name_key on breeds (name);

create table dogs (
  id         bigserial primary key,
  chip       char(15) not null,
  name       varchar(80) not null,
  born       date,
  weight     numeric(5,2),
  owner_id   integer not null references owners on delete cascade on update cascade,
  breed_id   uuid references breeds on delete set null on update cascade,
  mother_id  bigint references dogs on delete set null on update cascade
);
create unique index dogs_chip_key on dogs (chip);
create index dogs_owner_idx on dogs (owner_id, name desc);

create table visits (
  dog_id    bigint references dogs on delete restrict on update cascade,
  day       date,
  owner_id  integer not null references owners on delete restrict,
  notes     text,
  primary key (dog_id, day)
);
