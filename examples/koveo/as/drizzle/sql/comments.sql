-- Comments, which Drizzle cannot declare.

comment on domain postal_code is 'Canadian postal code, upper case, with or without the space.';
comment on type issue_severity is 'Shared by quality issues and bugs.';
comment on type user_role is 'What a person may be; the demo roles see made-up data only.';
comment on type notification_type is 'Why a person is notified.';
comment on function financial_year(date, date) is 'The financial year that a day falls in.';
comment on function normalise_invitation_email() is 'One spelling for one address.';
comment on function set_updated_at() is 'Keeps updated_at true, whatever the client sends.';
comment on function stamp_demand_review() is 'A decision has a date.';

-- core
comment on table organizations is 'Management companies and syndicates: the customers.';
comment on column organizations.registration_number is 'Number in the Quebec enterprise register.';
comment on table users is 'Everybody who can log in.';
comment on column users.password_hash is 'Never sent to the browser; koveo_readonly cannot read it.';
comment on column users.language is 'Language of the screens: fr or en.';
comment on column users.username is 'Optional second name to log in with.';
comment on table user_organizations is 'Who works for, or belongs to, which organization.';
comment on column user_organizations.can_access_all_organizations is 'Staff of the vendor only.';
comment on table permissions is 'Every right the application knows.';
comment on column permissions.conditions is 'Optional narrowing, such as "own building only".';
comment on table role_permissions is 'What each role may do.';
comment on table user_permissions is 'Exceptions: rights of one person beyond the role.';
comment on table password_reset_tokens is 'One row per "I forgot my password".';
comment on column password_reset_tokens.token_hash is 'What is compared; the token itself is emptied after use.';
comment on table invitations is 'An e-mail that lets somebody join.';
comment on column invitations.invitation_context is 'What the screen shows before the person has an account.';
comment on column invitations.max_usage_count is 'How often the link may be followed.';
comment on table invitation_audit_log is 'What happened to each invitation; rows are only ever added.';

-- property
comment on table buildings is 'Buildings under management.';
comment on column buildings.amenities is 'Free words, such as pool or gym.';
comment on column buildings.bank_account_number is 'Main account of the building.';
comment on column buildings.financial_year_start is 'First day of the financial year; only day and month count.';
comment on column buildings.inflation_settings is 'Assumptions for the budget forecast.';
comment on table residences is 'One apartment or unit of a building.';
comment on column residences.ownership_percentage is 'Share of the building, 0 to 1.';
comment on column residences.monthly_fees is 'Condo fees in dollars.';
comment on table user_residences is 'Who owns or lives in which residence, and when.';
comment on column user_residences.end_date is 'Empty while the person is still there.';
comment on table contacts is 'Whom to call for an organization, a building or a residence.';
comment on column contacts.entity_id is 'Key in the table that entity names; no foreign key is possible.';
comment on table common_spaces is 'Gym, lounge, guest room: what a building shares.';
comment on column common_spaces.booking_rules is 'Shown before the booking is confirmed.';
comment on table bookings is 'Who has which common space, from when to when.';
comment on constraint bookings_no_overlap on bookings is 'One space, one party at a time.';
comment on table user_booking_restrictions is 'Who may not book a space, and why.';
comment on table user_booking_limits is 'How many hours a person may book.';
comment on column user_booking_limits.common_space_id is 'Empty: the limit holds for all spaces together.';
comment on view residence_directory is 'Active residences with their building and organization.';

-- financial
comment on table bills is 'What a building owes, with every dated amount.';
comment on column bills.costs is 'The amounts, one for each date of the schedule.';
comment on column bills.total_amount is 'Sum of costs; ten digits, as the bank accepts.';
comment on column bills.reference_bill_id is 'The bill that this one was generated from.';
comment on table budgets is 'Planned and real spending of a building, one row per line of the yearly budget.';
comment on table monthly_budgets is 'The yearly budget spread over the months.';
comment on column monthly_budgets.incomes is 'One amount for each entry of income_types, in the same order.';
comment on column monthly_budgets.spendings is 'One amount for each entry of spending_types, in the same order.';

-- operations
comment on table maintenance_requests is 'Something is broken and somebody should come.';
comment on table notifications is 'The bell at the top of the screen.';
comment on column notifications.related_entity_id is 'What it is about; related_entity_type names the table.';
comment on column notifications.delivery_id is 'Number that the mail service gave to the message.';
comment on table demands is 'A resident asks; somebody reviews; something happens.';
comment on column demands.assignation_residence_id is 'Whom the demand concerns, if not the submitter.';
comment on column demands.residence_id is 'Where the person lives; empty for common areas.';
comment on table demands_comments is 'The talk under a demand.';
comment on column demands_comments.is_internal is 'Seen by managers only.';
comment on table bugs is 'Reported by the people who use the application.';
comment on column bugs.ticket_number is 'The number that people say on the telephone.';
comment on column bugs.file_path is 'A screenshot, in object storage.';
comment on table feature_requests is 'Wishes of the people who use the application.';
comment on column feature_requests.merged_into_id is 'The older wish that says the same.';
comment on table feature_request_upvotes is 'One vote for each person and wish.';
comment on materialized view building_demand_summary is 'Demands by building, refreshed every night.';

-- documents
comment on table documents is 'Files of a building or a residence; the bytes live in object storage.';
comment on column documents.file_path is 'Key in object storage.';
comment on column documents.is_visible_to_tenants is 'False: owners and managers only.';
comment on column documents.content_hash is 'SHA-256 of the file, to find the same file again.';

-- invoices
comment on table vendors is 'Suppliers of an organization.';
comment on column vendors.tax_number is 'For the yearly tax slips.';
comment on table invoices is 'What suppliers ask for.';
comment on column invoices.balance_due is 'Computed by the database.';
comment on column invoices.ai_extraction_data is 'What was read from the scanned page, with confidence.';
comment on column invoices.vendor_id is 'Empty for invoices from before October 2025 that match no supplier.';

-- development
comment on table development_pillars is 'The few rules that the team builds by.';
comment on table workspace_status is 'Is each part of the workspace set up?';
comment on table quality_metrics is 'Measured values, one row per measurement.';
comment on column quality_metrics.value is 'Text, because some metrics are a grade and some a number.';
comment on table framework_configuration is 'Settings of the quality tooling.';
comment on table features is 'The road map.';
comment on column features.ai_analysis_result is 'Answer of the assistant, as it came.';
comment on column features.is_public_roadmap is 'Shown on the web site.';
comment on table actionable_items is 'A feature cut into tasks.';
comment on column actionable_items.order_index is 'Order of work inside the feature.';
comment on table improvement_suggestions is 'What the tooling thinks could be better.';

-- monitoring
comment on table metric_effectiveness_tracking is 'How often each metric was right, by period.';
comment on table metric_predictions is 'What the tooling expects to happen.';
comment on table quality_issues is 'Problems found in the code, confirmed or not.';
comment on column quality_issues.time_to_fix_hours is 'From confirmation to resolution.';
comment on table prediction_validations is 'Whether a prediction came true.';
comment on table metric_calibration_data is 'How each metric was last adjusted to reality.';

-- infrastructure
comment on table session is 'Web sessions; rows past expire are removed every hour.';
comment on table ssl_certificates is 'Certificates of the customers'' own host names.';
comment on column ssl_certificates.private_key is 'Encrypted by the application.';
comment on table __drizzle_migrations is 'Journal of the migration tool: one row for each migration that ran.';
