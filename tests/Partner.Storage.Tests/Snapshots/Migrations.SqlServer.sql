IF OBJECT_ID(N'[__EFMigrationsHistory]') IS NULL
BEGIN
    CREATE TABLE [__EFMigrationsHistory] (
        [MigrationId] nvarchar(150) NOT NULL,
        [ProductVersion] nvarchar(32) NOT NULL,
        CONSTRAINT [PK___EFMigrationsHistory] PRIMARY KEY ([MigrationId])
    );
END;
GO

BEGIN TRANSACTION;
IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'Initial'
)
BEGIN
    CREATE TABLE [anomalies] (
        [partner_id] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [id] nvarchar(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [top_up_id] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [detail] nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [at] bigint NOT NULL,
        CONSTRAINT [PK_anomalies] PRIMARY KEY ([partner_id], [id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'Initial'
)
BEGIN
    CREATE TABLE [balances] (
        [partner_id] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [currency] nvarchar(3) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [posted] bigint NOT NULL,
        [reserved] bigint NOT NULL,
        [credit_limit] bigint NOT NULL,
        [last_sequence] bigint NOT NULL,
        [last_posted_at] bigint NOT NULL,
        CONSTRAINT [PK_balances] PRIMARY KEY ([partner_id], [currency]),
        CONSTRAINT [ck_balances_signs] CHECK (reserved >= 0 AND credit_limit >= 0)
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'Initial'
)
BEGIN
    CREATE TABLE [card_checks] (
        [partner_id] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [last_event] bigint NOT NULL,
        [lease_owner] nvarchar(128) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [lease_until] bigint NOT NULL,
        CONSTRAINT [PK_card_checks] PRIMARY KEY ([partner_id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'Initial'
)
BEGIN
    CREATE TABLE [certificates] (
        [thumbprint] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [partner_id] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [outlet] nvarchar(64) COLLATE Latin1_General_100_BIN2 NULL,
        [permissions] int NOT NULL,
        [subject] nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [not_after] bigint NOT NULL,
        [registered_at] bigint NOT NULL,
        [revoked_at] bigint NULL,
        CONSTRAINT [PK_certificates] PRIMARY KEY ([thumbprint])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'Initial'
)
BEGIN
    CREATE TABLE [closing_marks] (
        [partner_id] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [top_up_id] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [currency] nvarchar(3) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [true_up] bigint NOT NULL,
        [true_up_credit] bigint NOT NULL,
        [counts] int NOT NULL,
        [claws_back] int NOT NULL,
        CONSTRAINT [PK_closing_marks] PRIMARY KEY ([partner_id], [top_up_id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'Initial'
)
BEGIN
    CREATE TABLE [closing_statements] (
        [partner_id] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [number] nvarchar(32) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [currency] nvarchar(3) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [statement] nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [legs] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
        CONSTRAINT [PK_closing_statements] PRIMARY KEY ([partner_id], [number])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'Initial'
)
BEGIN
    CREATE TABLE [closings] (
        [id] int NOT NULL,
        [period] nvarchar(7) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [closer] nvarchar(128) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [until] bigint NOT NULL,
        [planned_at] bigint NULL,
        CONSTRAINT [PK_closings] PRIMARY KEY ([id]),
        CONSTRAINT [ck_closings_one] CHECK (id = 1)
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'Initial'
)
BEGIN
    CREATE TABLE [commissions] (
        [partner_id] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [top_up_id] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [seller_id] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [level_number] int NOT NULL,
        [schedule] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [rule_id] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [mode] int NOT NULL,
        [month] nvarchar(7) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [earned_at] bigint NOT NULL,
        [currency] nvarchar(3) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [float_currency] nvarchar(3) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [base] bigint NOT NULL,
        [volume_before] bigint NOT NULL,
        [own] bigint NOT NULL,
        [beneath] bigint NOT NULL,
        [amount] bigint NOT NULL,
        [credit] bigint NOT NULL,
        [tax] bigint NOT NULL,
        [parts] nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [true_up] bigint NOT NULL,
        [true_up_credit] bigint NOT NULL,
        [reversed_at] bigint NULL,
        [settlement] nvarchar(32) COLLATE Latin1_General_100_BIN2 NULL,
        [clawback_settlement] nvarchar(32) COLLATE Latin1_General_100_BIN2 NULL,
        CONSTRAINT [PK_commissions] PRIMARY KEY ([partner_id], [top_up_id]),
        CONSTRAINT [ck_commissions_level] CHECK (level_number BETWEEN 0 AND 3),
        CONSTRAINT [ck_commissions_mode] CHECK (mode BETWEEN 1 AND 2),
        CONSTRAINT [ck_commissions_signs] CHECK (base >= 0 AND own >= 0 AND beneath >= 0 AND amount >= 0 AND credit >= 0 AND tax >= 0)
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'Initial'
)
BEGIN
    CREATE TABLE [documents] (
        [kind] int NOT NULL,
        [id] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [version] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [valid_from] bigint NOT NULL,
        [published_at] bigint NOT NULL,
        [json] nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
        CONSTRAINT [PK_documents] PRIMARY KEY ([kind], [id], [version])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'Initial'
)
BEGIN
    CREATE TABLE [events] (
        [partner_id] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [number] bigint NOT NULL,
        [top_up_id] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [state] int NOT NULL,
        [at] bigint NOT NULL,
        CONSTRAINT [PK_events] PRIMARY KEY ([partner_id], [number])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'Initial'
)
BEGIN
    CREATE TABLE [float_entries] (
        [partner_id] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [currency] nvarchar(3) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [sequence] bigint NOT NULL,
        [transfer_id] nvarchar(140) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [amount] bigint NOT NULL,
        [balance_after] bigint NOT NULL,
        [posted_at] bigint NOT NULL,
        CONSTRAINT [PK_float_entries] PRIMARY KEY ([partner_id], [currency], [sequence])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'Initial'
)
BEGIN
    CREATE TABLE [heartbeats] (
        [id] int NOT NULL,
        [at] bigint NOT NULL,
        CONSTRAINT [PK_heartbeats] PRIMARY KEY ([id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'Initial'
)
BEGIN
    CREATE TABLE [jobs] (
        [partner_id] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [operation_id] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [kind] int NOT NULL,
        [state] int NOT NULL,
        [possibly_sent] bit NOT NULL,
        [attempts] int NOT NULL,
        [due_at] bigint NOT NULL,
        [lease_owner] nvarchar(128) COLLATE Latin1_General_100_BIN2 NULL,
        [created_at] bigint NOT NULL,
        [trace_parent] nvarchar(128) COLLATE Latin1_General_100_BIN2 NULL,
        CONSTRAINT [PK_jobs] PRIMARY KEY ([partner_id], [operation_id]),
        CONSTRAINT [ck_jobs_state] CHECK (state BETWEEN 1 AND 3)
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'Initial'
)
BEGIN
    CREATE TABLE [legs] (
        [partner_id] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [transfer_id] nvarchar(140) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [number] int NOT NULL,
        [account] int NOT NULL,
        [currency] nvarchar(3) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [amount] bigint NOT NULL,
        CONSTRAINT [PK_legs] PRIMARY KEY ([partner_id], [transfer_id], [number])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'Initial'
)
BEGIN
    CREATE TABLE [partner_counters] (
        [partner_id] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [last_event] bigint NOT NULL,
        [last_receipt] bigint NOT NULL,
        CONSTRAINT [PK_partner_counters] PRIMARY KEY ([partner_id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'Initial'
)
BEGIN
    CREATE TABLE [partners] (
        [id] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [name] nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [status] int NOT NULL,
        [currency] nvarchar(3) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [created_at] bigint NOT NULL,
        CONSTRAINT [PK_partners] PRIMARY KEY ([id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'Initial'
)
BEGIN
    CREATE TABLE [quotes] (
        [partner_id] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [id] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [card] nvarchar(32) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [card_type] int NOT NULL,
        [plan_code] nvarchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [amount_currency] nvarchar(3) COLLATE Latin1_General_100_BIN2 NULL,
        [amount] bigint NULL,
        [channel] int NOT NULL,
        [price] nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [reversal_window] bigint NOT NULL,
        [created_at] bigint NOT NULL,
        [expires_at] bigint NOT NULL,
        [used_by] nvarchar(64) COLLATE Latin1_General_100_BIN2 NULL,
        [outlet] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [start_now] bit NULL,
        [promise] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
        CONSTRAINT [PK_quotes] PRIMARY KEY ([partner_id], [id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'Initial'
)
BEGIN
    CREATE TABLE [requests] (
        [partner_id] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [request_id] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [method] int NOT NULL,
        [input_hash] nvarchar(80) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [resource_id] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [created_at] bigint NOT NULL,
        CONSTRAINT [PK_requests] PRIMARY KEY ([partner_id], [request_id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'Initial'
)
BEGIN
    CREATE TABLE [reversals] (
        [partner_id] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [id] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [top_up_id] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [request_id] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [state] int NOT NULL,
        [version] int NOT NULL,
        [reason] int NOT NULL,
        [currency] nvarchar(3) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [amount] bigint NOT NULL,
        [clawback] bigint NOT NULL,
        [comment] nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [outlet] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [terminal] nvarchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [cashier] nvarchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [business_date] int NOT NULL,
        [issuer_reference] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
        [created_at] bigint NOT NULL,
        [final_at] bigint NULL,
        [in_doubt_since] bigint NULL,
        [evidence] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
        CONSTRAINT [PK_reversals] PRIMARY KEY ([partner_id], [id]),
        CONSTRAINT [ck_reversals_final] CHECK ((state = 1 AND final_at IS NULL) OR (state <> 1 AND final_at IS NOT NULL))
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'Initial'
)
BEGIN
    CREATE TABLE [settled_periods] (
        [period] nvarchar(7) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [closed_at] bigint NOT NULL,
        CONSTRAINT [PK_settled_periods] PRIMARY KEY ([period])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'Initial'
)
BEGIN
    CREATE TABLE [settlements] (
        [partner_id] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [number] nvarchar(32) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [period] nvarchar(7) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [currency] nvarchar(3) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [gross] bigint NOT NULL,
        [tax] bigint NOT NULL,
        [total] bigint NOT NULL,
        [transfer_id] nvarchar(140) COLLATE Latin1_General_100_BIN2 NULL,
        [posted_at] bigint NOT NULL,
        [statement] nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
        CONSTRAINT [PK_settlements] PRIMARY KEY ([partner_id], [number])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'Initial'
)
BEGIN
    CREATE TABLE [top_ups] (
        [partner_id] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [id] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [request_id] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [state] int NOT NULL,
        [version] int NOT NULL,
        [reason] int NOT NULL,
        [card] nvarchar(32) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [card_type] int NOT NULL,
        [plan_code] nvarchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [currency] nvarchar(3) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [face] bigint NOT NULL,
        [handling_fee] bigint NOT NULL,
        [customer_pays] bigint NOT NULL,
        [net_debit] bigint NOT NULL,
        [debit_currency] nvarchar(3) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [price] nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [commission] bigint NOT NULL,
        [channel] int NOT NULL,
        [outlet] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [terminal] nvarchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [cashier] nvarchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [client_reference] nvarchar(100) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [business_date] int NULL,
        [quote_id] nvarchar(64) COLLATE Latin1_General_100_BIN2 NULL,
        [origin] int NOT NULL,
        [reversal_window] bigint NOT NULL,
        [receipt_counter] bigint NOT NULL,
        [created_at] bigint NOT NULL,
        [issuer_reference] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
        [accepted_at] bigint NULL,
        [final_at] bigint NULL,
        [in_doubt_since] bigint NULL,
        [reversal_id] nvarchar(64) COLLATE Latin1_General_100_BIN2 NULL,
        [evidence] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
        [event_number] bigint NOT NULL,
        [start_now] bit NULL,
        [card_differences] int NULL,
        CONSTRAINT [PK_top_ups] PRIMARY KEY ([partner_id], [id]),
        CONSTRAINT [ck_top_ups_amounts] CHECK (face > 0 AND handling_fee >= 0 AND net_debit >= 0 AND commission >= 0),
        CONSTRAINT [ck_top_ups_final] CHECK ((state = 1 AND final_at IS NULL) OR (state <> 1 AND final_at IS NOT NULL)),
        CONSTRAINT [ck_top_ups_in_doubt] CHECK (state = 1 OR in_doubt_since IS NULL),
        CONSTRAINT [ck_top_ups_state] CHECK (state BETWEEN 1 AND 5)
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'Initial'
)
BEGIN
    CREATE TABLE [transfers] (
        [partner_id] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [id] nvarchar(140) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [kind] int NOT NULL,
        [phase] int NOT NULL,
        [top_up_id] nvarchar(64) COLLATE Latin1_General_100_BIN2 NULL,
        [seller_id] nvarchar(64) COLLATE Latin1_General_100_BIN2 NULL,
        [reverses] nvarchar(140) COLLATE Latin1_General_100_BIN2 NULL,
        [basis] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
        [created_at] bigint NOT NULL,
        [resolved_at] bigint NULL,
        CONSTRAINT [PK_transfers] PRIMARY KEY ([partner_id], [id]),
        CONSTRAINT [ck_transfers_phase] CHECK (phase BETWEEN 1 AND 3),
        CONSTRAINT [ck_transfers_resolved] CHECK ((phase = 1 AND resolved_at IS NULL) OR (phase <> 1 AND resolved_at IS NOT NULL))
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'Initial'
)
BEGIN
    CREATE TABLE [usages] (
        [scope] int NOT NULL,
        [promotion] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [subject] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [uses] bigint NOT NULL,
        [spent] bigint NOT NULL,
        CONSTRAINT [PK_usages] PRIMARY KEY ([scope], [promotion], [subject]),
        CONSTRAINT [ck_usages_scope] CHECK (scope BETWEEN 1 AND 4),
        CONSTRAINT [ck_usages_signs] CHECK (uses >= 0 AND spent >= 0)
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'Initial'
)
BEGIN
    CREATE TABLE [volumes] (
        [partner_id] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [schedule] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [currency] nvarchar(3) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [month] nvarchar(7) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [volume] bigint NOT NULL,
        CONSTRAINT [PK_volumes] PRIMARY KEY ([partner_id], [schedule], [currency], [month]),
        CONSTRAINT [ck_volumes_sign] CHECK (volume >= 0)
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'Initial'
)
BEGIN
    CREATE INDEX [ix_certificates_partner_id] ON [certificates] ([partner_id]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'Initial'
)
BEGIN
    EXEC(N'CREATE INDEX [ix_commissions_month] ON [commissions] ([month]) WHERE settlement IS NULL');
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'Initial'
)
BEGIN
    CREATE INDEX [ix_commissions_month_partner_id_top_up_id] ON [commissions] ([month], [partner_id], [top_up_id]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'Initial'
)
BEGIN
    EXEC(N'CREATE INDEX [ix_commissions_partner_id] ON [commissions] ([partner_id]) WHERE reversed_at IS NOT NULL AND clawback_settlement IS NULL');
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'Initial'
)
BEGIN
    CREATE INDEX [ix_commissions_seller_id_top_up_id] ON [commissions] ([seller_id], [top_up_id]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'Initial'
)
BEGIN
    CREATE INDEX [ix_jobs_due_at] ON [jobs] ([due_at]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'Initial'
)
BEGIN
    EXEC(N'CREATE INDEX [ix_quotes_expires_at] ON [quotes] ([expires_at]) WHERE used_by IS NULL');
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'Initial'
)
BEGIN
    CREATE INDEX [ix_reversals_partner_id_business_date_outlet_id] ON [reversals] ([partner_id], [business_date], [outlet], [id]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'Initial'
)
BEGIN
    EXEC(N'CREATE UNIQUE INDEX [ix_reversals_partner_id_top_up_id] ON [reversals] ([partner_id], [top_up_id]) WHERE state <> 3');
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'Initial'
)
BEGIN
    CREATE UNIQUE INDEX [ix_settlements_partner_id_period] ON [settlements] ([partner_id], [period]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'Initial'
)
BEGIN
    EXEC(N'CREATE INDEX [ix_top_ups_card] ON [top_ups] ([card]) WHERE state <= 2');
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'Initial'
)
BEGIN
    CREATE INDEX [ix_top_ups_partner_id_business_date_outlet_id] ON [top_ups] ([partner_id], [business_date], [outlet], [id]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'Initial'
)
BEGIN
    CREATE INDEX [ix_top_ups_partner_id_card_plan_code_id] ON [top_ups] ([partner_id], [card], [plan_code], [id]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'Initial'
)
BEGIN
    EXEC(N'CREATE INDEX [ix_top_ups_partner_id_client_reference_id] ON [top_ups] ([partner_id], [client_reference], [id]) WHERE client_reference <> ''''');
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'Initial'
)
BEGIN
    CREATE INDEX [ix_top_ups_partner_id_receipt_counter] ON [top_ups] ([partner_id], [receipt_counter]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'Initial'
)
BEGIN
    INSERT INTO [__EFMigrationsHistory] ([MigrationId], [ProductVersion])
    VALUES (N'Initial', N'');
END;

COMMIT;
GO

BEGIN TRANSACTION;
IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'Receipts'
)
BEGIN
    CREATE TABLE [receipt_prints] (
        [partner_id] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [request_id] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [top_up_id] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [number] int NOT NULL,
        [printed_at] bigint NOT NULL,
        CONSTRAINT [PK_receipt_prints] PRIMARY KEY ([partner_id], [request_id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'Receipts'
)
BEGIN
    CREATE TABLE [receipts] (
        [partner_id] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [top_up_id] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [content] nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [key_id] nvarchar(64) COLLATE Latin1_General_100_BIN2 NULL,
        [signature] nvarchar(128) COLLATE Latin1_General_100_BIN2 NULL,
        [code] nvarchar(16) COLLATE Latin1_General_100_BIN2 NULL,
        [prints] int NOT NULL,
        [first_at] bigint NOT NULL,
        [last_at] bigint NOT NULL,
        CONSTRAINT [PK_receipts] PRIMARY KEY ([partner_id], [top_up_id]),
        CONSTRAINT [ck_receipts_prints] CHECK (prints > 0),
        CONSTRAINT [ck_receipts_signed] CHECK ((key_id IS NULL AND signature IS NULL AND code IS NULL) OR (key_id IS NOT NULL AND signature IS NOT NULL AND code IS NOT NULL))
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'Receipts'
)
BEGIN
    CREATE UNIQUE INDEX [ix_receipt_prints_partner_id_top_up_id_number] ON [receipt_prints] ([partner_id], [top_up_id], [number]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'Receipts'
)
BEGIN
    INSERT INTO [__EFMigrationsHistory] ([MigrationId], [ProductVersion])
    VALUES (N'Receipts', N'');
END;

COMMIT;
GO

BEGIN TRANSACTION;
IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'Refunds'
)
BEGIN
    ALTER TABLE [top_ups] ADD [refund_ground] int NULL;
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'Refunds'
)
BEGIN
    ALTER TABLE [top_ups] ADD [refund_part] bigint NULL;
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'Refunds'
)
BEGIN
    ALTER TABLE [top_ups] ADD [refund_points] bigint NULL;
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'Refunds'
)
BEGIN
    ALTER TABLE [top_ups] ADD [refund_terms] nvarchar(200) COLLATE Latin1_General_100_BIN2 NULL;
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'Refunds'
)
BEGIN
    ALTER TABLE [top_ups] ADD [refund_whole] bigint NULL;
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'Refunds'
)
BEGIN
    ALTER TABLE [reversals] ADD [refund_commission] bigint NULL;
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'Refunds'
)
BEGIN
    ALTER TABLE [reversals] ADD [refund_face] bigint NULL;
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'Refunds'
)
BEGIN
    ALTER TABLE [reversals] ADD [refund_ground] int NULL;
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'Refunds'
)
BEGIN
    ALTER TABLE [reversals] ADD [refund_part] bigint NULL;
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'Refunds'
)
BEGIN
    ALTER TABLE [reversals] ADD [refund_pays] bigint NULL;
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'Refunds'
)
BEGIN
    ALTER TABLE [reversals] ADD [refund_points] bigint NULL;
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'Refunds'
)
BEGIN
    ALTER TABLE [reversals] ADD [refund_whole] bigint NULL;
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'Refunds'
)
BEGIN
    ALTER TABLE [quotes] ADD [refund_terms] nvarchar(200) COLLATE Latin1_General_100_BIN2 NULL;
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'Refunds'
)
BEGIN
    ALTER TABLE [commissions] ADD [returned_base] bigint NULL;
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'Refunds'
)
BEGIN
    ALTER TABLE [commissions] ADD [returned_credit] bigint NULL;
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'Refunds'
)
BEGIN
    ALTER TABLE [commissions] ADD [returned_part] bigint NULL;
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'Refunds'
)
BEGIN
    ALTER TABLE [commissions] ADD [returned_whole] bigint NULL;
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'Refunds'
)
BEGIN
    INSERT INTO [__EFMigrationsHistory] ([MigrationId], [ProductVersion])
    VALUES (N'Refunds', N'');
END;

COMMIT;
GO

BEGIN TRANSACTION;
IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'ArrivalCases'
)
BEGIN
    CREATE TABLE [arrival_cases] (
        [partner_id] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [top_up_id] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [outlet] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [card] nvarchar(32) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [plan_code] nvarchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [state] int NOT NULL,
        [verdict] int NOT NULL,
        [version] int NOT NULL,
        [opened_at] bigint NOT NULL,
        [opened_in] int NOT NULL,
        [clock_ends_at] bigint NOT NULL,
        [top_up_version] int NOT NULL,
        [looks] int NOT NULL,
        [due_at] bigint NOT NULL,
        [looked_at] bigint NULL,
        [looked_in] int NULL,
        [issuer_statement] int NULL,
        [card_statement] int NULL,
        [card_differences] int NULL,
        [escalated_at] bigint NULL,
        [closed_at] bigint NULL,
        [evidence] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
        [sold_again] nvarchar(64) COLLATE Latin1_General_100_BIN2 NULL,
        [lease_owner] nvarchar(128) COLLATE Latin1_General_100_BIN2 NULL,
        [lease_until] bigint NOT NULL,
        CONSTRAINT [PK_arrival_cases] PRIMARY KEY ([partner_id], [top_up_id]),
        CONSTRAINT [ck_arrival_cases_closed] CHECK ((state IN (1, 5) AND closed_at IS NULL) OR (state NOT IN (1, 5) AND closed_at IS NOT NULL)),
        CONSTRAINT [ck_arrival_cases_state] CHECK (state BETWEEN 1 AND 5)
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'ArrivalCases'
)
BEGIN
    EXEC(N'CREATE INDEX [ix_arrival_cases_due_at] ON [arrival_cases] ([due_at]) WHERE closed_at IS NULL');
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'ArrivalCases'
)
BEGIN
    EXEC(N'CREATE INDEX [ix_arrival_cases_partner_id_card_plan_code_top_up_id] ON [arrival_cases] ([partner_id], [card], [plan_code], [top_up_id]) WHERE closed_at IS NULL');
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'ArrivalCases'
)
BEGIN
    INSERT INTO [__EFMigrationsHistory] ([MigrationId], [ProductVersion])
    VALUES (N'ArrivalCases', N'');
END;

COMMIT;
GO

BEGIN TRANSACTION;
IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'Notices'
)
BEGIN
    ALTER TABLE [top_ups] ADD [contact_id] nvarchar(64) COLLATE Latin1_General_100_BIN2 NULL;
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'Notices'
)
BEGIN
    CREATE TABLE [notice_contacts] (
        [partner_id] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [id] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [sealed_number] nvarchar(128) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [key_id] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [language] int NOT NULL,
        [created_at] bigint NOT NULL,
        [delete_at] bigint NULL,
        CONSTRAINT [PK_notice_contacts] PRIMARY KEY ([partner_id], [id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'Notices'
)
BEGIN
    CREATE TABLE [notice_opt_outs] (
        [number_hash] nvarchar(96) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [source] int NOT NULL,
        [created_at] bigint NOT NULL,
        CONSTRAINT [PK_notice_opt_outs] PRIMARY KEY ([number_hash])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'Notices'
)
BEGIN
    CREATE TABLE [notices] (
        [partner_id] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [id] nvarchar(128) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [kind] int NOT NULL,
        [occasion] nvarchar(100) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [contact_id] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [facts] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
        [state] int NOT NULL,
        [attempts] int NOT NULL,
        [created_at] bigint NOT NULL,
        [due_at] bigint NOT NULL,
        [expires_at] bigint NOT NULL,
        [ended_at] bigint NULL,
        [lease_owner] nvarchar(128) COLLATE Latin1_General_100_BIN2 NULL,
        CONSTRAINT [PK_notices] PRIMARY KEY ([partner_id], [id]),
        CONSTRAINT [ck_notices_ended] CHECK ((state = 1 AND ended_at IS NULL) OR (state <> 1 AND ended_at IS NOT NULL)),
        CONSTRAINT [ck_notices_state] CHECK (state BETWEEN 1 AND 5)
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'Notices'
)
BEGIN
    EXEC(N'CREATE INDEX [ix_notice_contacts_delete_at] ON [notice_contacts] ([delete_at]) WHERE delete_at IS NOT NULL');
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'Notices'
)
BEGIN
    EXEC(N'CREATE INDEX [ix_notices_due_at] ON [notices] ([due_at]) WHERE state = 1');
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'Notices'
)
BEGIN
    INSERT INTO [__EFMigrationsHistory] ([MigrationId], [ProductVersion])
    VALUES (N'Notices', N'');
END;

COMMIT;
GO

BEGIN TRANSACTION;
IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'AutoRenewals'
)
BEGIN
    CREATE TABLE [auto_renewal_steps] (
        [partner_id] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [number] bigint NOT NULL,
        [renewal_id] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [outlet] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [kind] int NOT NULL,
        [reason] int NOT NULL,
        [at] bigint NOT NULL,
        [cycle] int NOT NULL,
        [card_end] bigint NOT NULL,
        [top_up_id] nvarchar(64) COLLATE Latin1_General_100_BIN2 NULL,
        [next_at] bigint NULL,
        [amount] bigint NULL,
        [amount_currency] nvarchar(3) COLLATE Latin1_General_100_BIN2 NULL,
        CONSTRAINT [PK_auto_renewal_steps] PRIMARY KEY ([partner_id], [number])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'AutoRenewals'
)
BEGIN
    CREATE TABLE [auto_renewals] (
        [partner_id] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [id] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [request_id] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [card] nvarchar(32) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [card_type] int NOT NULL,
        [plan_code] nvarchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [channel] int NOT NULL,
        [outlet] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [days_before] int NOT NULL,
        [max_price] bigint NOT NULL,
        [price_currency] nvarchar(3) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [last_day] int NULL,
        [most_renewals] int NULL,
        [consent] nvarchar(100) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [created_at] bigint NOT NULL,
        [state] int NOT NULL,
        [phase] int NOT NULL,
        [version] int NOT NULL,
        [cycle] int NOT NULL,
        [attempt] int NOT NULL,
        [failures] int NOT NULL,
        [cycle_end] bigint NOT NULL,
        [renews_at] bigint NULL,
        [due_at] bigint NULL,
        [give_up_at] bigint NULL,
        [made] int NOT NULL,
        [renewed_at] bigint NULL,
        [top_up_id] nvarchar(64) COLLATE Latin1_General_100_BIN2 NULL,
        [expected_debit] bigint NULL,
        [debit_currency] nvarchar(3) COLLATE Latin1_General_100_BIN2 NULL,
        [last_kind] int NOT NULL,
        [last_reason] int NOT NULL,
        [lease_owner] nvarchar(128) COLLATE Latin1_General_100_BIN2 NULL,
        [lease_until] bigint NOT NULL,
        CONSTRAINT [PK_auto_renewals] PRIMARY KEY ([partner_id], [id]),
        CONSTRAINT [ck_auto_renewals_phase] CHECK (phase BETWEEN 1 AND 3),
        CONSTRAINT [ck_auto_renewals_state] CHECK (state BETWEEN 1 AND 4)
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'AutoRenewals'
)
BEGIN
    EXEC(N'CREATE INDEX [ix_transfers_partner_id_created_at] ON [transfers] ([partner_id], [created_at]) WHERE kind IN (1, 10)');
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'AutoRenewals'
)
BEGIN
    CREATE INDEX [ix_auto_renewal_steps_partner_id_renewal_id_number] ON [auto_renewal_steps] ([partner_id], [renewal_id], [number]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'AutoRenewals'
)
BEGIN
    EXEC(N'CREATE INDEX [ix_auto_renewals_due_at] ON [auto_renewals] ([due_at]) WHERE due_at IS NOT NULL');
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'AutoRenewals'
)
BEGIN
    CREATE INDEX [ix_auto_renewals_partner_id_card_id] ON [auto_renewals] ([partner_id], [card], [id]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'AutoRenewals'
)
BEGIN
    EXEC(N'CREATE UNIQUE INDEX [ix_auto_renewals_partner_id_card_plan_code] ON [auto_renewals] ([partner_id], [card], [plan_code]) WHERE state IN (1, 2)');
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'AutoRenewals'
)
BEGIN
    EXEC(N'CREATE INDEX [ix_auto_renewals_partner_id_due_at] ON [auto_renewals] ([partner_id], [due_at]) WHERE due_at IS NOT NULL');
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'AutoRenewals'
)
BEGIN
    EXEC(N'CREATE INDEX [ix_auto_renewals_partner_id_renews_at] ON [auto_renewals] ([partner_id], [renews_at]) WHERE renews_at IS NOT NULL');
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'AutoRenewals'
)
BEGIN
    CREATE UNIQUE INDEX [ix_auto_renewals_partner_id_request_id] ON [auto_renewals] ([partner_id], [request_id]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'AutoRenewals'
)
BEGIN
    INSERT INTO [__EFMigrationsHistory] ([MigrationId], [ProductVersion])
    VALUES (N'AutoRenewals', N'');
END;

COMMIT;
GO

BEGIN TRANSACTION;
IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'CardGrants'
)
BEGIN
    ALTER TABLE [top_ups] ADD [gift_reason] int NULL;
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'CardGrants'
)
BEGIN
    ALTER TABLE [top_ups] ADD [gift_state] int NULL;
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'CardGrants'
)
BEGIN
    CREATE TABLE [card_gifts] (
        [partner_id] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [top_up_id] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [state] int NOT NULL,
        [version] int NOT NULL,
        [reason] int NOT NULL,
        [created_at] bigint NOT NULL,
        [in_doubt_since] bigint NULL,
        [granted_at] bigint NULL,
        [reference] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
        [back_reference] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
        [final_at] bigint NULL,
        [evidence] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
        [back_whole] bit NULL,
        [back_service] bit NULL,
        [back_credit] bigint NULL,
        [back_points] bigint NULL,
        CONSTRAINT [PK_card_gifts] PRIMARY KEY ([partner_id], [top_up_id]),
        CONSTRAINT [ck_card_gifts_back] CHECK (state < 4 OR back_whole IS NOT NULL),
        CONSTRAINT [ck_card_gifts_final] CHECK ((state IN (1, 4) AND final_at IS NULL) OR (state NOT IN (1, 4) AND final_at IS NOT NULL)),
        CONSTRAINT [ck_card_gifts_granted] CHECK (state NOT IN (2, 6) OR granted_at IS NOT NULL),
        CONSTRAINT [ck_card_gifts_state] CHECK (state BETWEEN 1 AND 6)
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'CardGrants'
)
BEGIN
    EXEC(N'CREATE INDEX [ix_card_gifts_created_at] ON [card_gifts] ([created_at]) WHERE state <> 2 AND state <> 5');
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'CardGrants'
)
BEGIN
    INSERT INTO [__EFMigrationsHistory] ([MigrationId], [ProductVersion])
    VALUES (N'CardGrants', N'');
END;

COMMIT;
GO

BEGIN TRANSACTION;
IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'AutoRenewalContacts'
)
BEGIN
    ALTER TABLE [auto_renewals] ADD [contact_id] nvarchar(64) COLLATE Latin1_General_100_BIN2 NULL;
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'AutoRenewalContacts'
)
BEGIN
    INSERT INTO [__EFMigrationsHistory] ([MigrationId], [ProductVersion])
    VALUES (N'AutoRenewalContacts', N'');
END;

COMMIT;
GO

BEGIN TRANSACTION;
IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'CustomerCards'
)
BEGIN
    CREATE TABLE [customer_cards] (
        [partner_id] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [card] nvarchar(32) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [contact_id] nvarchar(64) COLLATE Latin1_General_100_BIN2 NULL,
        [told_day] int NULL,
        [told_unit] int NULL,
        [told_count] int NULL,
        [told_at] bigint NULL,
        [stale] bit NOT NULL,
        [asked_at] bigint NULL,
        [due_at] bigint NOT NULL,
        [version] int NOT NULL,
        [lease_owner] nvarchar(128) COLLATE Latin1_General_100_BIN2 NULL,
        [lease_until] bigint NOT NULL,
        [card_type] int NOT NULL,
        [valid_until] bigint NULL,
        [standing] int NULL,
        [region] nvarchar(8) COLLATE Latin1_General_100_BIN2 NULL,
        [known_at] bigint NOT NULL,
        [source] int NOT NULL,
        [at_least] bit NOT NULL,
        [outlet] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [top_up_id] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [plan_code] nvarchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [channel] int NOT NULL,
        [face] bigint NOT NULL,
        [currency] nvarchar(3) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [sold_at] bigint NOT NULL,
        CONSTRAINT [PK_customer_cards] PRIMARY KEY ([partner_id], [card])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'CustomerCards'
)
BEGIN
    CREATE TABLE [reminder_progress] (
        [partner_id] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [last_event] bigint NOT NULL,
        [last_number] bigint NOT NULL,
        [lease_owner] nvarchar(128) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [lease_until] bigint NOT NULL,
        CONSTRAINT [PK_reminder_progress] PRIMARY KEY ([partner_id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'CustomerCards'
)
BEGIN
    CREATE TABLE [reminders] (
        [partner_id] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [number] bigint NOT NULL,
        [window_unit] int NOT NULL,
        [window_count] int NOT NULL,
        [last_day] int NOT NULL,
        [due_at] bigint NOT NULL,
        [made_at] bigint NOT NULL,
        [confirmed] bit NOT NULL,
        [renews_itself] bit NOT NULL,
        [tells_customer] bit NOT NULL,
        [card] nvarchar(32) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [card_type] int NOT NULL,
        [valid_until] bigint NULL,
        [standing] int NULL,
        [region] nvarchar(8) COLLATE Latin1_General_100_BIN2 NULL,
        [known_at] bigint NOT NULL,
        [source] int NOT NULL,
        [at_least] bit NOT NULL,
        [outlet] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [top_up_id] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [plan_code] nvarchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [channel] int NOT NULL,
        [face] bigint NOT NULL,
        [currency] nvarchar(3) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [sold_at] bigint NOT NULL,
        CONSTRAINT [PK_reminders] PRIMARY KEY ([partner_id], [number])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'CustomerCards'
)
BEGIN
    CREATE INDEX [ix_customer_cards_due_at] ON [customer_cards] ([due_at]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'CustomerCards'
)
BEGIN
    CREATE INDEX [ix_customer_cards_partner_id_card_type_valid_until_card] ON [customer_cards] ([partner_id], [card_type], [valid_until], [card]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'CustomerCards'
)
BEGIN
    CREATE INDEX [ix_customer_cards_partner_id_due_at] ON [customer_cards] ([partner_id], [due_at]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'CustomerCards'
)
BEGIN
    CREATE INDEX [ix_customer_cards_partner_id_outlet_card_type_valid_until_card] ON [customer_cards] ([partner_id], [outlet], [card_type], [valid_until], [card]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'CustomerCards'
)
BEGIN
    CREATE INDEX [ix_reminders_made_at] ON [reminders] ([made_at]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'CustomerCards'
)
BEGIN
    CREATE UNIQUE INDEX [ix_reminders_partner_id_card_last_day_window_unit_window_count] ON [reminders] ([partner_id], [card], [last_day], [window_unit], [window_count]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'CustomerCards'
)
BEGIN
    INSERT INTO [__EFMigrationsHistory] ([MigrationId], [ProductVersion])
    VALUES (N'CustomerCards', N'');
END;

COMMIT;
GO

BEGIN TRANSACTION;
IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'IdChecksAndReissues'
)
BEGIN
    ALTER TABLE [top_ups] ADD [id_document] int NULL;
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'IdChecksAndReissues'
)
BEGIN
    ALTER TABLE [top_ups] ADD [id_hash] nvarchar(96) COLLATE Latin1_General_100_BIN2 NULL;
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'IdChecksAndReissues'
)
BEGIN
    ALTER TABLE [auto_renewals] ADD [id_document] int NULL;
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'IdChecksAndReissues'
)
BEGIN
    ALTER TABLE [auto_renewals] ADD [id_hash] nvarchar(96) COLLATE Latin1_General_100_BIN2 NULL;
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'IdChecksAndReissues'
)
BEGIN
    CREATE TABLE [esim_reissues] (
        [partner_id] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [id] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [request_id] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [card] nvarchar(32) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [card_type] int NOT NULL,
        [thumbprint] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [outlet] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [terminal] nvarchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [cashier] nvarchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [comment] nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [id_document] int NOT NULL,
        [id_hash] nvarchar(96) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [created_at] bigint NOT NULL,
        [state] int NOT NULL,
        [version] int NOT NULL,
        [reason] int NOT NULL,
        [issuer_reference] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
        [final_at] bigint NULL,
        [in_doubt_since] bigint NULL,
        [evidence] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
        CONSTRAINT [PK_esim_reissues] PRIMARY KEY ([partner_id], [id]),
        CONSTRAINT [ck_esim_reissues_state] CHECK (state BETWEEN 1 AND 3)
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'IdChecksAndReissues'
)
BEGIN
    EXEC(N'CREATE UNIQUE INDEX [ix_esim_reissues_card] ON [esim_reissues] ([card]) WHERE state = 1');
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'IdChecksAndReissues'
)
BEGIN
    CREATE INDEX [ix_esim_reissues_card_created_at] ON [esim_reissues] ([card], [created_at]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'IdChecksAndReissues'
)
BEGIN
    CREATE UNIQUE INDEX [ix_esim_reissues_partner_id_request_id] ON [esim_reissues] ([partner_id], [request_id]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'IdChecksAndReissues'
)
BEGIN
    INSERT INTO [__EFMigrationsHistory] ([MigrationId], [ProductVersion])
    VALUES (N'IdChecksAndReissues', N'');
END;

COMMIT;
GO

BEGIN TRANSACTION;
IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'ActionLog'
)
BEGIN
    ALTER TABLE [partner_counters] ADD [last_action] bigint NULL;
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'ActionLog'
)
BEGIN
    ALTER TABLE [partner_counters] ADD [last_action_hash] nvarchar(80) COLLATE Latin1_General_100_BIN2 NULL;
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'ActionLog'
)
BEGIN
    CREATE TABLE [actions] (
        [partner_id] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [number] bigint NOT NULL,
        [at] bigint NOT NULL,
        [actor_kind] int NOT NULL,
        [actor] nvarchar(128) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [action] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [resource] nvarchar(400) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [state_before] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
        [state_after] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
        [why] nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [previous_hash] nvarchar(80) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [hash] nvarchar(80) COLLATE Latin1_General_100_BIN2 NOT NULL,
        CONSTRAINT [PK_actions] PRIMARY KEY ([partner_id], [number]),
        CONSTRAINT [ck_actions_number] CHECK (number > 0)
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'ActionLog'
)
BEGIN
    INSERT INTO [__EFMigrationsHistory] ([MigrationId], [ProductVersion])
    VALUES (N'ActionLog', N'');
END;

COMMIT;
GO

BEGIN TRANSACTION;
IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'SelfService'
)
BEGIN
    DROP INDEX [ix_certificates_partner_id] ON [certificates];
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'SelfService'
)
BEGIN
    ALTER TABLE [top_ups] ADD [counted_day] int NULL;
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'SelfService'
)
BEGIN
    ALTER TABLE [top_ups] ADD [counted_in] int NULL;
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'SelfService'
)
BEGIN
    ALTER TABLE [top_ups] ADD [final_event] bigint NULL;
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'SelfService'
)
BEGIN
    ALTER TABLE [reversals] ADD [final_event] bigint NULL;
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'SelfService'
)
BEGIN
    ALTER TABLE [reversals] ADD [refund_fee] bigint NULL;
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'SelfService'
)
BEGIN
    ALTER TABLE [reversals] ADD [saved_event] bigint NULL;
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'SelfService'
)
BEGIN
    ALTER TABLE [partner_counters] ADD [organisation] bigint NULL;
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'SelfService'
)
BEGIN
    ALTER TABLE [certificates] ADD [authority] nvarchar(64) COLLATE Latin1_General_100_BIN2 NULL;
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'SelfService'
)
BEGIN
    ALTER TABLE [certificates] ADD [encoded] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL;
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'SelfService'
)
BEGIN
    ALTER TABLE [certificates] ADD [input_hash] nvarchar(80) COLLATE Latin1_General_100_BIN2 NULL;
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'SelfService'
)
BEGIN
    ALTER TABLE [certificates] ADD [issued_by] nvarchar(64) COLLATE Latin1_General_100_BIN2 NULL;
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'SelfService'
)
BEGIN
    ALTER TABLE [certificates] ADD [key_hash] nvarchar(64) COLLATE Latin1_General_100_BIN2 NULL;
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'SelfService'
)
BEGIN
    ALTER TABLE [certificates] ADD [label] nvarchar(100) COLLATE Latin1_General_100_BIN2 NULL;
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'SelfService'
)
BEGIN
    ALTER TABLE [certificates] ADD [last_used_at] bigint NULL;
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'SelfService'
)
BEGIN
    ALTER TABLE [certificates] ADD [origin] int NULL;
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'SelfService'
)
BEGIN
    ALTER TABLE [certificates] ADD [renewed_by] nvarchar(64) COLLATE Latin1_General_100_BIN2 NULL;
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'SelfService'
)
BEGIN
    ALTER TABLE [certificates] ADD [request_id] nvarchar(64) COLLATE Latin1_General_100_BIN2 NULL;
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'SelfService'
)
BEGIN
    ALTER TABLE [certificates] ADD [revoked_for] nvarchar(200) COLLATE Latin1_General_100_BIN2 NULL;
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'SelfService'
)
BEGIN
    ALTER TABLE [certificates] ADD [serial] nvarchar(64) COLLATE Latin1_General_100_BIN2 NULL;
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'SelfService'
)
BEGIN
    ALTER TABLE [certificates] ADD [terminal] nvarchar(40) COLLATE Latin1_General_100_BIN2 NULL;
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'SelfService'
)
BEGIN
    ALTER TABLE [certificates] ADD [warn_at] bigint NOT NULL DEFAULT CAST(0 AS bigint);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'SelfService'
)
BEGIN
    CREATE TABLE [account_events] (
        [partner_id] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [number] bigint NOT NULL,
        [kind] int NOT NULL,
        [at] bigint NOT NULL,
        [thumbprint] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [days] int NOT NULL,
        CONSTRAINT [PK_account_events] PRIMARY KEY ([partner_id], [number])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'SelfService'
)
BEGIN
    CREATE TABLE [account_progress] (
        [partner_id] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [last_number] bigint NOT NULL,
        CONSTRAINT [PK_account_progress] PRIMARY KEY ([partner_id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'SelfService'
)
BEGIN
    CREATE TABLE [certificate_rules] (
        [id] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [partner_id] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [kind] int NOT NULL,
        [pattern] nvarchar(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [outlet] nvarchar(64) COLLATE Latin1_General_100_BIN2 NULL,
        [terminal] nvarchar(40) COLLATE Latin1_General_100_BIN2 NULL,
        [permissions] int NOT NULL,
        [created_at] bigint NOT NULL,
        CONSTRAINT [PK_certificate_rules] PRIMARY KEY ([id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'SelfService'
)
BEGIN
    CREATE TABLE [closed_days] (
        [partner_id] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [outlet] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [terminal] nvarchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [through] int NOT NULL,
        [changed_in] bigint NOT NULL,
        CONSTRAINT [PK_closed_days] PRIMARY KEY ([partner_id], [outlet], [terminal])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'SelfService'
)
BEGIN
    CREATE TABLE [enrollment_codes] (
        [partner_id] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [id] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [code_hash] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [outlet] nvarchar(64) COLLATE Latin1_General_100_BIN2 NULL,
        [terminal] nvarchar(40) COLLATE Latin1_General_100_BIN2 NULL,
        [permissions] int NOT NULL,
        [days] int NOT NULL,
        [label] nvarchar(100) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [created_by] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [created_at] bigint NOT NULL,
        [expires_at] bigint NOT NULL,
        [used_by] nvarchar(64) COLLATE Latin1_General_100_BIN2 NULL,
        [closed_at] bigint NULL,
        [request_id] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [input_hash] nvarchar(80) COLLATE Latin1_General_100_BIN2 NOT NULL,
        CONSTRAINT [PK_enrollment_codes] PRIMARY KEY ([partner_id], [id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'SelfService'
)
BEGIN
    CREATE TABLE [limit_uses] (
        [partner_id] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [subject] int NOT NULL,
        [outlet] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [holder] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [period] nvarchar(16) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [card] nvarchar(32) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [used] bigint NOT NULL,
        [ends_at] bigint NOT NULL,
        CONSTRAINT [PK_limit_uses] PRIMARY KEY ([partner_id], [subject], [outlet], [holder], [period], [card]),
        CONSTRAINT [ck_limit_uses_used] CHECK (used >= 0)
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'SelfService'
)
BEGIN
    CREATE TABLE [limits] (
        [partner_id] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [setter] int NOT NULL,
        [kind] int NOT NULL,
        [subject] int NOT NULL,
        [outlet] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [holder] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [is_all] bit NOT NULL,
        [most] bigint NOT NULL,
        [set_at] bigint NOT NULL,
        CONSTRAINT [PK_limits] PRIMARY KEY ([partner_id], [setter], [kind], [subject], [outlet], [holder], [is_all]),
        CONSTRAINT [ck_limits_most] CHECK (most >= 0)
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'SelfService'
)
BEGIN
    CREATE TABLE [organisation_units] (
        [partner_id] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [kind] int NOT NULL,
        [outlet] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [unit_reference] nvarchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [looks_like] nvarchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [unit_name] nvarchar(100) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [status] int NOT NULL,
        [created_at] bigint NOT NULL,
        [changed_at] bigint NOT NULL,
        [closed_at] bigint NULL,
        [changed_in] bigint NOT NULL,
        CONSTRAINT [PK_organisation_units] PRIMARY KEY ([partner_id], [kind], [outlet], [unit_reference]),
        CONSTRAINT [ck_organisation_units_closed] CHECK ((status = 3 AND closed_at IS NOT NULL) OR (status IN (1, 2) AND closed_at IS NULL)),
        CONSTRAINT [ck_organisation_units_kind] CHECK (kind BETWEEN 1 AND 3),
        CONSTRAINT [ck_organisation_units_outlet] CHECK ((kind = 1 AND outlet = '') OR (kind <> 1 AND outlet <> ''))
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'SelfService'
)
BEGIN
    CREATE TABLE [organisations] (
        [partner_id] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [registered_only] bit NOT NULL,
        [version] bigint NOT NULL,
        CONSTRAINT [PK_organisations] PRIMARY KEY ([partner_id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'SelfService'
)
BEGIN
    CREATE TABLE [revocation_lists] (
        [authority] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [last_number] bigint NOT NULL,
        CONSTRAINT [PK_revocation_lists] PRIMARY KEY ([authority])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'SelfService'
)
BEGIN
    CREATE TABLE [shifts] (
        [partner_id] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [id] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [request_id] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [outlet] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [terminal] nvarchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [number] bigint NOT NULL,
        [business_date] int NOT NULL,
        [last_of_day] bit NOT NULL,
        [closed_through] int NULL,
        [closed_by] nvarchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [opened_at] bigint NULL,
        [closed_at] bigint NOT NULL,
        [from_receipt] bigint NOT NULL,
        [through_receipt] bigint NOT NULL,
        [from_event] bigint NOT NULL,
        [through_event] bigint NOT NULL,
        [figures] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
        [sequel] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
        CONSTRAINT [PK_shifts] PRIMARY KEY ([partner_id], [id]),
        CONSTRAINT [ck_shifts_number] CHECK (number > 0),
        CONSTRAINT [ck_shifts_range] CHECK (from_receipt <= through_receipt AND from_event <= through_event)
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'SelfService'
)
BEGIN
    EXEC(N'CREATE INDEX [ix_top_ups_partner_id_outlet_terminal_receipt_counter] ON [top_ups] ([partner_id], [outlet], [terminal], [receipt_counter]) WHERE terminal <> ''''');
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'SelfService'
)
BEGIN
    EXEC(N'CREATE INDEX [ix_reversals_partner_id_outlet_terminal_saved_event] ON [reversals] ([partner_id], [outlet], [terminal], [saved_event]) WHERE terminal <> ''''');
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'SelfService'
)
BEGIN
    EXEC(N'CREATE INDEX [ix_certificates_key_hash] ON [certificates] ([key_hash]) WHERE key_hash IS NOT NULL');
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'SelfService'
)
BEGIN
    CREATE INDEX [ix_certificates_partner_id_not_after_thumbprint] ON [certificates] ([partner_id], [not_after], [thumbprint]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'SelfService'
)
BEGIN
    EXEC(N'CREATE UNIQUE INDEX [ix_certificates_partner_id_request_id] ON [certificates] ([partner_id], [request_id]) WHERE request_id IS NOT NULL');
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'SelfService'
)
BEGIN
    CREATE INDEX [ix_certificates_warn_at] ON [certificates] ([warn_at]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'SelfService'
)
BEGIN
    CREATE INDEX [ix_account_events_at] ON [account_events] ([at]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'SelfService'
)
BEGIN
    CREATE INDEX [ix_closed_days_partner_id_changed_in] ON [closed_days] ([partner_id], [changed_in]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'SelfService'
)
BEGIN
    CREATE UNIQUE INDEX [ix_enrollment_codes_code_hash] ON [enrollment_codes] ([code_hash]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'SelfService'
)
BEGIN
    CREATE INDEX [ix_enrollment_codes_expires_at] ON [enrollment_codes] ([expires_at]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'SelfService'
)
BEGIN
    CREATE UNIQUE INDEX [ix_enrollment_codes_partner_id_request_id] ON [enrollment_codes] ([partner_id], [request_id]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'SelfService'
)
BEGIN
    CREATE INDEX [ix_limit_uses_ends_at] ON [limit_uses] ([ends_at]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'SelfService'
)
BEGIN
    CREATE INDEX [ix_organisation_units_partner_id_changed_in] ON [organisation_units] ([partner_id], [changed_in]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'SelfService'
)
BEGIN
    CREATE UNIQUE INDEX [ix_organisation_units_partner_id_kind_outlet_looks_like] ON [organisation_units] ([partner_id], [kind], [outlet], [looks_like]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'SelfService'
)
BEGIN
    CREATE INDEX [ix_shifts_partner_id_business_date_id] ON [shifts] ([partner_id], [business_date], [id]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'SelfService'
)
BEGIN
    CREATE UNIQUE INDEX [ix_shifts_partner_id_outlet_terminal_number] ON [shifts] ([partner_id], [outlet], [terminal], [number]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'SelfService'
)
BEGIN
    CREATE UNIQUE INDEX [ix_shifts_partner_id_request_id] ON [shifts] ([partner_id], [request_id]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'SelfService'
)
BEGIN
    INSERT INTO [__EFMigrationsHistory] ([MigrationId], [ProductVersion])
    VALUES (N'SelfService', N'');
END;

COMMIT;
GO

BEGIN TRANSACTION;
IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'Approvals'
)
BEGIN
    DROP INDEX [ix_transfers_partner_id_created_at] ON [transfers];
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'Approvals'
)
BEGIN
    CREATE TABLE [adjustments] (
        [partner_id] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [transfer_id] nvarchar(140) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [reason] int NOT NULL,
        [evidence] nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
        CONSTRAINT [PK_adjustments] PRIMARY KEY ([partner_id], [transfer_id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'Approvals'
)
BEGIN
    CREATE TABLE [approvals] (
        [partner_id] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [id] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [kind] int NOT NULL,
        [request_id] nvarchar(64) COLLATE Latin1_General_100_BIN2 NULL,
        [currency] nvarchar(3) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [amount] bigint NOT NULL,
        [reason] int NULL,
        [evidence] nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [why] nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [maker_kind] int NOT NULL,
        [maker] nvarchar(128) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [maker_person] nvarchar(128) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [state] int NOT NULL,
        [created_at] bigint NOT NULL,
        [decided_at] bigint NULL,
        [decider_kind] int NULL,
        [decider] nvarchar(128) COLLATE Latin1_General_100_BIN2 NULL,
        [decider_person] nvarchar(128) COLLATE Latin1_General_100_BIN2 NULL,
        [decision_why] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
        CONSTRAINT [PK_approvals] PRIMARY KEY ([partner_id], [id]),
        CONSTRAINT [ck_approvals_decided] CHECK ((state IN (1, 4) AND decided_at IS NULL) OR (state IN (2, 3) AND decided_at IS NOT NULL)),
        CONSTRAINT [ck_approvals_kind] CHECK (kind BETWEEN 1 AND 4),
        CONSTRAINT [ck_approvals_state] CHECK (state BETWEEN 1 AND 4)
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'Approvals'
)
BEGIN
    EXEC(N'CREATE INDEX [ix_transfers_partner_id_created_at] ON [transfers] ([partner_id], [created_at]) WHERE kind IN (1, 10, 14, 15)');
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'Approvals'
)
BEGIN
    EXEC(N'CREATE INDEX [ix_approvals_created_at] ON [approvals] ([created_at]) WHERE state = 1');
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'Approvals'
)
BEGIN
    CREATE INDEX [ix_approvals_id] ON [approvals] ([id]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'Approvals'
)
BEGIN
    EXEC(N'CREATE UNIQUE INDEX [ix_approvals_partner_id_request_id] ON [approvals] ([partner_id], [request_id]) WHERE request_id IS NOT NULL');
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'Approvals'
)
BEGIN
    INSERT INTO [__EFMigrationsHistory] ([MigrationId], [ProductVersion])
    VALUES (N'Approvals', N'');
END;

COMMIT;
GO

BEGIN TRANSACTION;
IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'NarrowIndexes'
)
BEGIN
    DROP INDEX [ix_top_ups_partner_id_receipt_counter] ON [top_ups];
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'NarrowIndexes'
)
BEGIN
    DROP INDEX [ix_organisation_units_partner_id_changed_in] ON [organisation_units];
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'NarrowIndexes'
)
BEGIN
    DROP INDEX [ix_customer_cards_partner_id_due_at] ON [customer_cards];
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'NarrowIndexes'
)
BEGIN
    DROP INDEX [ix_closed_days_partner_id_changed_in] ON [closed_days];
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'NarrowIndexes'
)
BEGIN
    EXEC(N'CREATE INDEX [ix_top_ups_partner_id_receipt_counter] ON [top_ups] ([partner_id], [receipt_counter]) WHERE receipt_counter > 0');
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'NarrowIndexes'
)
BEGIN
    EXEC(N'CREATE INDEX [ix_organisation_units_partner_id_changed_in] ON [organisation_units] ([partner_id], [changed_in]) WHERE changed_in > 0');
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'NarrowIndexes'
)
BEGIN
    EXEC(N'CREATE INDEX [ix_customer_cards_partner_id_due_at] ON [customer_cards] ([partner_id], [due_at]) WHERE due_at > 0');
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'NarrowIndexes'
)
BEGIN
    EXEC(N'CREATE INDEX [ix_closed_days_partner_id_changed_in] ON [closed_days] ([partner_id], [changed_in]) WHERE changed_in > 0');
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'NarrowIndexes'
)
BEGIN
    INSERT INTO [__EFMigrationsHistory] ([MigrationId], [ProductVersion])
    VALUES (N'NarrowIndexes', N'');
END;

COMMIT;
GO

BEGIN TRANSACTION;
IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'IndexOrder'
)
BEGIN
    DROP INDEX [ix_top_ups_partner_id_business_date_outlet_id] ON [top_ups];
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'IndexOrder'
)
BEGIN
    DROP INDEX [ix_top_ups_partner_id_card_plan_code_id] ON [top_ups];
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'IndexOrder'
)
BEGIN
    DROP INDEX [ix_reversals_partner_id_business_date_outlet_id] ON [reversals];
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'IndexOrder'
)
BEGIN
    DROP INDEX [ix_customer_cards_partner_id_card_type_valid_until_card] ON [customer_cards];
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'IndexOrder'
)
BEGIN
    DROP INDEX [ix_customer_cards_partner_id_outlet_card_type_valid_until_card] ON [customer_cards];
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'IndexOrder'
)
BEGIN
    CREATE INDEX [ix_top_ups_business_date_partner_id_outlet_id] ON [top_ups] ([business_date], [partner_id], [outlet], [id]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'IndexOrder'
)
BEGIN
    CREATE INDEX [ix_top_ups_card_partner_id_plan_code_id] ON [top_ups] ([card], [partner_id], [plan_code], [id]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'IndexOrder'
)
BEGIN
    CREATE INDEX [ix_reversals_business_date_partner_id_outlet_id] ON [reversals] ([business_date], [partner_id], [outlet], [id]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'IndexOrder'
)
BEGIN
    CREATE INDEX [ix_customer_cards_card_type_partner_id_valid_until_card] ON [customer_cards] ([card_type], [partner_id], [valid_until], [card]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'IndexOrder'
)
BEGIN
    CREATE INDEX [ix_customer_cards_outlet_partner_id_card_type_valid_until_card] ON [customer_cards] ([outlet], [partner_id], [card_type], [valid_until], [card]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'IndexOrder'
)
BEGIN
    INSERT INTO [__EFMigrationsHistory] ([MigrationId], [ProductVersion])
    VALUES (N'IndexOrder', N'');
END;

COMMIT;
GO

BEGIN TRANSACTION;
IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'RoomForCompletion'
)
BEGIN
    DROP INDEX [ix_top_ups_card] ON [top_ups];
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'RoomForCompletion'
)
BEGIN
    INSERT INTO [__EFMigrationsHistory] ([MigrationId], [ProductVersion])
    VALUES (N'RoomForCompletion', N'');
END;

COMMIT;
GO

BEGIN TRANSACTION;
IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'DoubtfulAnswers'
)
BEGIN
    ALTER TABLE [jobs] ADD [answers] nvarchar(640) COLLATE Latin1_General_100_BIN2 NULL;
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'DoubtfulAnswers'
)
BEGIN
    INSERT INTO [__EFMigrationsHistory] ([MigrationId], [ProductVersion])
    VALUES (N'DoubtfulAnswers', N'');
END;

COMMIT;
GO
