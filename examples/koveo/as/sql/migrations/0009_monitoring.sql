-- Monitoring. Quality metrics and their calibration.


-- types -----------------------------------------------------------------------

create type prediction_confidence as enum ('low', 'medium', 'high', 'very_high');
create type validation_status as enum (
  'pending', 'true_positive', 'false_positive', 'true_negative', 'false_negative');


-- tables ----------------------------------------------------------------------

create table metric_effectiveness_tracking (
  id                 uuid primary key default gen_random_uuid(),
  metric_type        metric_type not null,
  period_start       date not null,
  period_end         date not null,
  total_predictions  integer not null default 0,
  true_positives     integer not null default 0,
  false_positives    integer not null default 0,
  true_negatives     integer not null default 0,
  false_negatives    integer not null default 0,
  accuracy           numeric(5,4),
  precision          numeric(5,4),
  recall             numeric(5,4),
  f1_score           numeric(5,4),
  calculated_at      timestamp not null default now(),
  created_at         timestamp not null default now(),
  constraint metric_effectiveness_tracking_period_key unique (metric_type, period_start, period_end)
);
comment on table metric_effectiveness_tracking is 'How often each metric was right, by period.';

create table metric_predictions (
  id                    uuid primary key default gen_random_uuid(),
  metric_type           metric_type not null,
  predicted_value       numeric(10,4) not null,
  confidence_level      prediction_confidence not null,
  confidence_score      numeric(5,4),
  model_version         varchar(50) not null,
  input_data            jsonb not null default '{}',
  prediction_reasoning  text,
  file_path             text,
  predicted_by          varchar(50) not null default 'system',
  is_validated          boolean not null default false,
  expires_at            timestamp,
  created_at            timestamp not null default now()
);
comment on table metric_predictions is 'What the tooling expects to happen.';

create table quality_issues (
  id                 uuid primary key default gen_random_uuid(),
  prediction_id      uuid references metric_predictions on delete set null,
  title              text not null,
  description        text not null,
  category           varchar(50) not null,
  severity           issue_severity not null default 'medium',
  status             varchar(20) not null default 'open',
  file_path          text,
  line_number        integer,
  rule_code          varchar(50),
  detection_method   varchar(50) not null,
  detected_by        varchar(100),
  detected_at        timestamp not null default now(),
  confirmed_by       varchar(100),
  confirmed_at       timestamp,
  assigned_to        varchar(100),
  resolution         text,
  resolved_by        varchar(100),
  resolved_at        timestamp,
  time_to_fix_hours  numeric(5,2),
  tags               text[] not null default '{}',
  created_at         timestamp not null default now(),
  updated_at         timestamp not null default now(),
  constraint quality_issues_status_check
    check (status in ('open', 'confirmed', 'rejected', 'resolved'))
);
comment on table quality_issues is 'Problems found in the code, confirmed or not.';
comment on column quality_issues.time_to_fix_hours is 'From confirmation to resolution.';

create table prediction_validations (
  id                 uuid primary key default gen_random_uuid(),
  prediction_id      uuid not null references metric_predictions on delete cascade,
  quality_issue_id   uuid references quality_issues on delete set null,
  validator_id       uuid references users on delete set null,
  status             validation_status not null default 'pending',
  actual_value       numeric(10,4),
  accuracy_score     numeric(5,4),
  was_correct        boolean,
  validation_method  varchar(50) not null,
  evidence           jsonb,
  notes              text,
  validated_at       timestamp,
  created_at         timestamp not null default now()
);
comment on table prediction_validations is 'Whether a prediction came true.';

create table metric_calibration_data (
  id                  uuid primary key default gen_random_uuid(),
  metric_type         metric_type not null,
  calibration_method  varchar(50) not null,
  model_version       varchar(50) not null,
  training_data_size  integer not null default 0,
  accuracy            numeric(5,4),
  precision_score     numeric(5,4),
  recall_score        numeric(5,4),
  f1_score            numeric(5,4),
  calibration_factor  numeric(10,4) not null default 1.0,
  parameters          jsonb not null default '{}',
  threshold_low       numeric(10,4),
  threshold_high      numeric(10,4),
  is_active           boolean not null default true,
  notes               text,
  calibrated_by       varchar(100),
  calibrated_at       timestamp not null default now(),
  created_at          timestamp not null default now()
);
comment on table metric_calibration_data is 'How each metric was last adjusted to reality.';


-- indexes ---------------------------------------------------------------------

create index quality_issues_open_idx
  on quality_issues (severity, detected_at) where status in ('open', 'confirmed');
create index prediction_validations_prediction_idx on prediction_validations (prediction_id);
create unique index metric_calibration_data_active_idx
  on metric_calibration_data (metric_type) where is_active;
