using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Partner.Storage.Migrations.SqlServer
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "anomalies",
                columns: table => new
                {
                    partner_id = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    id = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false, collation: "Latin1_General_100_BIN2"),
                    top_up_id = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    detail = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_100_BIN2"),
                    at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_anomalies", x => new { x.partner_id, x.id });
                });

            migrationBuilder.CreateTable(
                name: "balances",
                columns: table => new
                {
                    partner_id = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    currency = table.Column<string>(type: "nvarchar(3)", maxLength: 3, nullable: false, collation: "Latin1_General_100_BIN2"),
                    posted = table.Column<long>(type: "bigint", nullable: false),
                    reserved = table.Column<long>(type: "bigint", nullable: false),
                    credit_limit = table.Column<long>(type: "bigint", nullable: false),
                    last_sequence = table.Column<long>(type: "bigint", nullable: false),
                    last_posted_at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_balances", x => new { x.partner_id, x.currency });
                    table.CheckConstraint("ck_balances_signs", "reserved >= 0 AND credit_limit >= 0");
                });

            migrationBuilder.CreateTable(
                name: "card_checks",
                columns: table => new
                {
                    partner_id = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    last_event = table.Column<long>(type: "bigint", nullable: false),
                    lease_owner = table.Column<string>(type: "nvarchar(128)", maxLength: 128, nullable: false, collation: "Latin1_General_100_BIN2"),
                    lease_until = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_card_checks", x => x.partner_id);
                });

            migrationBuilder.CreateTable(
                name: "certificates",
                columns: table => new
                {
                    thumbprint = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    partner_id = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    outlet = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: true, collation: "Latin1_General_100_BIN2"),
                    permissions = table.Column<int>(type: "int", nullable: false),
                    subject = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_100_BIN2"),
                    not_after = table.Column<long>(type: "bigint", nullable: false),
                    registered_at = table.Column<long>(type: "bigint", nullable: false),
                    revoked_at = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_certificates", x => x.thumbprint);
                });

            migrationBuilder.CreateTable(
                name: "closing_marks",
                columns: table => new
                {
                    partner_id = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    top_up_id = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    currency = table.Column<string>(type: "nvarchar(3)", maxLength: 3, nullable: false, collation: "Latin1_General_100_BIN2"),
                    true_up = table.Column<long>(type: "bigint", nullable: false),
                    true_up_credit = table.Column<long>(type: "bigint", nullable: false),
                    counts = table.Column<int>(type: "int", nullable: false),
                    claws_back = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_closing_marks", x => new { x.partner_id, x.top_up_id });
                });

            migrationBuilder.CreateTable(
                name: "closing_statements",
                columns: table => new
                {
                    partner_id = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    number = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: false, collation: "Latin1_General_100_BIN2"),
                    currency = table.Column<string>(type: "nvarchar(3)", maxLength: 3, nullable: false, collation: "Latin1_General_100_BIN2"),
                    statement = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_100_BIN2"),
                    legs = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_closing_statements", x => new { x.partner_id, x.number });
                });

            migrationBuilder.CreateTable(
                name: "closings",
                columns: table => new
                {
                    id = table.Column<int>(type: "int", nullable: false),
                    period = table.Column<string>(type: "nvarchar(7)", maxLength: 7, nullable: false, collation: "Latin1_General_100_BIN2"),
                    closer = table.Column<string>(type: "nvarchar(128)", maxLength: 128, nullable: false, collation: "Latin1_General_100_BIN2"),
                    until = table.Column<long>(type: "bigint", nullable: false),
                    planned_at = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_closings", x => x.id);
                    table.CheckConstraint("ck_closings_one", "id = 1");
                });

            migrationBuilder.CreateTable(
                name: "commissions",
                columns: table => new
                {
                    partner_id = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    top_up_id = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    seller_id = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    level_number = table.Column<int>(type: "int", nullable: false),
                    schedule = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    rule_id = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    mode = table.Column<int>(type: "int", nullable: false),
                    month = table.Column<string>(type: "nvarchar(7)", maxLength: 7, nullable: false, collation: "Latin1_General_100_BIN2"),
                    earned_at = table.Column<long>(type: "bigint", nullable: false),
                    currency = table.Column<string>(type: "nvarchar(3)", maxLength: 3, nullable: false, collation: "Latin1_General_100_BIN2"),
                    float_currency = table.Column<string>(type: "nvarchar(3)", maxLength: 3, nullable: false, collation: "Latin1_General_100_BIN2"),
                    @base = table.Column<long>(name: "base", type: "bigint", nullable: false),
                    volume_before = table.Column<long>(type: "bigint", nullable: false),
                    own = table.Column<long>(type: "bigint", nullable: false),
                    beneath = table.Column<long>(type: "bigint", nullable: false),
                    amount = table.Column<long>(type: "bigint", nullable: false),
                    credit = table.Column<long>(type: "bigint", nullable: false),
                    tax = table.Column<long>(type: "bigint", nullable: false),
                    parts = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_100_BIN2"),
                    true_up = table.Column<long>(type: "bigint", nullable: false),
                    true_up_credit = table.Column<long>(type: "bigint", nullable: false),
                    reversed_at = table.Column<long>(type: "bigint", nullable: true),
                    settlement = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: true, collation: "Latin1_General_100_BIN2"),
                    clawback_settlement = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: true, collation: "Latin1_General_100_BIN2")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_commissions", x => new { x.partner_id, x.top_up_id });
                    table.CheckConstraint("ck_commissions_level", "level_number BETWEEN 0 AND 3");
                    table.CheckConstraint("ck_commissions_mode", "mode BETWEEN 1 AND 2");
                    table.CheckConstraint("ck_commissions_signs", "base >= 0 AND own >= 0 AND beneath >= 0 AND amount >= 0 AND credit >= 0 AND tax >= 0");
                });

            migrationBuilder.CreateTable(
                name: "documents",
                columns: table => new
                {
                    kind = table.Column<int>(type: "int", nullable: false),
                    id = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    version = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    valid_from = table.Column<long>(type: "bigint", nullable: false),
                    published_at = table.Column<long>(type: "bigint", nullable: false),
                    json = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_100_BIN2")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_documents", x => new { x.kind, x.id, x.version });
                });

            migrationBuilder.CreateTable(
                name: "events",
                columns: table => new
                {
                    partner_id = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    number = table.Column<long>(type: "bigint", nullable: false),
                    top_up_id = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    state = table.Column<int>(type: "int", nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_events", x => new { x.partner_id, x.number });
                });

            migrationBuilder.CreateTable(
                name: "float_entries",
                columns: table => new
                {
                    partner_id = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    currency = table.Column<string>(type: "nvarchar(3)", maxLength: 3, nullable: false, collation: "Latin1_General_100_BIN2"),
                    sequence = table.Column<long>(type: "bigint", nullable: false),
                    transfer_id = table.Column<string>(type: "nvarchar(140)", maxLength: 140, nullable: false, collation: "Latin1_General_100_BIN2"),
                    amount = table.Column<long>(type: "bigint", nullable: false),
                    balance_after = table.Column<long>(type: "bigint", nullable: false),
                    posted_at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_float_entries", x => new { x.partner_id, x.currency, x.sequence });
                });

            migrationBuilder.CreateTable(
                name: "heartbeats",
                columns: table => new
                {
                    id = table.Column<int>(type: "int", nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_heartbeats", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "jobs",
                columns: table => new
                {
                    partner_id = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    operation_id = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    kind = table.Column<int>(type: "int", nullable: false),
                    state = table.Column<int>(type: "int", nullable: false),
                    possibly_sent = table.Column<bool>(type: "bit", nullable: false),
                    attempts = table.Column<int>(type: "int", nullable: false),
                    due_at = table.Column<long>(type: "bigint", nullable: false),
                    lease_owner = table.Column<string>(type: "nvarchar(128)", maxLength: 128, nullable: true, collation: "Latin1_General_100_BIN2"),
                    created_at = table.Column<long>(type: "bigint", nullable: false),
                    trace_parent = table.Column<string>(type: "nvarchar(128)", maxLength: 128, nullable: true, collation: "Latin1_General_100_BIN2")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_jobs", x => new { x.partner_id, x.operation_id });
                    table.CheckConstraint("ck_jobs_state", "state BETWEEN 1 AND 3");
                });

            migrationBuilder.CreateTable(
                name: "legs",
                columns: table => new
                {
                    partner_id = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    transfer_id = table.Column<string>(type: "nvarchar(140)", maxLength: 140, nullable: false, collation: "Latin1_General_100_BIN2"),
                    number = table.Column<int>(type: "int", nullable: false),
                    account = table.Column<int>(type: "int", nullable: false),
                    currency = table.Column<string>(type: "nvarchar(3)", maxLength: 3, nullable: false, collation: "Latin1_General_100_BIN2"),
                    amount = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_legs", x => new { x.partner_id, x.transfer_id, x.number });
                });

            migrationBuilder.CreateTable(
                name: "partner_counters",
                columns: table => new
                {
                    partner_id = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    last_event = table.Column<long>(type: "bigint", nullable: false),
                    last_receipt = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_partner_counters", x => x.partner_id);
                });

            migrationBuilder.CreateTable(
                name: "partners",
                columns: table => new
                {
                    id = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    name = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_100_BIN2"),
                    status = table.Column<int>(type: "int", nullable: false),
                    currency = table.Column<string>(type: "nvarchar(3)", maxLength: 3, nullable: false, collation: "Latin1_General_100_BIN2"),
                    created_at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_partners", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "quotes",
                columns: table => new
                {
                    partner_id = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    id = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    card = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: false, collation: "Latin1_General_100_BIN2"),
                    card_type = table.Column<int>(type: "int", nullable: false),
                    plan_code = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false, collation: "Latin1_General_100_BIN2"),
                    amount_currency = table.Column<string>(type: "nvarchar(3)", maxLength: 3, nullable: true, collation: "Latin1_General_100_BIN2"),
                    amount = table.Column<long>(type: "bigint", nullable: true),
                    channel = table.Column<int>(type: "int", nullable: false),
                    price = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_100_BIN2"),
                    reversal_window = table.Column<long>(type: "bigint", nullable: false),
                    created_at = table.Column<long>(type: "bigint", nullable: false),
                    expires_at = table.Column<long>(type: "bigint", nullable: false),
                    used_by = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: true, collation: "Latin1_General_100_BIN2"),
                    outlet = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    start_now = table.Column<bool>(type: "bit", nullable: true),
                    promise = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_quotes", x => new { x.partner_id, x.id });
                });

            migrationBuilder.CreateTable(
                name: "requests",
                columns: table => new
                {
                    partner_id = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    request_id = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    method = table.Column<int>(type: "int", nullable: false),
                    input_hash = table.Column<string>(type: "nvarchar(80)", maxLength: 80, nullable: false, collation: "Latin1_General_100_BIN2"),
                    resource_id = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    created_at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_requests", x => new { x.partner_id, x.request_id });
                });

            migrationBuilder.CreateTable(
                name: "reversals",
                columns: table => new
                {
                    partner_id = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    id = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    top_up_id = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    request_id = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    state = table.Column<int>(type: "int", nullable: false),
                    version = table.Column<int>(type: "int", nullable: false),
                    reason = table.Column<int>(type: "int", nullable: false),
                    currency = table.Column<string>(type: "nvarchar(3)", maxLength: 3, nullable: false, collation: "Latin1_General_100_BIN2"),
                    amount = table.Column<long>(type: "bigint", nullable: false),
                    clawback = table.Column<long>(type: "bigint", nullable: false),
                    comment = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_100_BIN2"),
                    outlet = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    terminal = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false, collation: "Latin1_General_100_BIN2"),
                    cashier = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false, collation: "Latin1_General_100_BIN2"),
                    business_date = table.Column<int>(type: "int", nullable: false),
                    issuer_reference = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2"),
                    created_at = table.Column<long>(type: "bigint", nullable: false),
                    final_at = table.Column<long>(type: "bigint", nullable: true),
                    in_doubt_since = table.Column<long>(type: "bigint", nullable: true),
                    evidence = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_reversals", x => new { x.partner_id, x.id });
                    table.CheckConstraint("ck_reversals_final", "(state = 1 AND final_at IS NULL) OR (state <> 1 AND final_at IS NOT NULL)");
                });

            migrationBuilder.CreateTable(
                name: "settled_periods",
                columns: table => new
                {
                    period = table.Column<string>(type: "nvarchar(7)", maxLength: 7, nullable: false, collation: "Latin1_General_100_BIN2"),
                    closed_at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_settled_periods", x => x.period);
                });

            migrationBuilder.CreateTable(
                name: "settlements",
                columns: table => new
                {
                    partner_id = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    number = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: false, collation: "Latin1_General_100_BIN2"),
                    period = table.Column<string>(type: "nvarchar(7)", maxLength: 7, nullable: false, collation: "Latin1_General_100_BIN2"),
                    currency = table.Column<string>(type: "nvarchar(3)", maxLength: 3, nullable: false, collation: "Latin1_General_100_BIN2"),
                    gross = table.Column<long>(type: "bigint", nullable: false),
                    tax = table.Column<long>(type: "bigint", nullable: false),
                    total = table.Column<long>(type: "bigint", nullable: false),
                    transfer_id = table.Column<string>(type: "nvarchar(140)", maxLength: 140, nullable: true, collation: "Latin1_General_100_BIN2"),
                    posted_at = table.Column<long>(type: "bigint", nullable: false),
                    statement = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_100_BIN2")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_settlements", x => new { x.partner_id, x.number });
                });

            migrationBuilder.CreateTable(
                name: "top_ups",
                columns: table => new
                {
                    partner_id = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    id = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    request_id = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    state = table.Column<int>(type: "int", nullable: false),
                    version = table.Column<int>(type: "int", nullable: false),
                    reason = table.Column<int>(type: "int", nullable: false),
                    card = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: false, collation: "Latin1_General_100_BIN2"),
                    card_type = table.Column<int>(type: "int", nullable: false),
                    plan_code = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false, collation: "Latin1_General_100_BIN2"),
                    currency = table.Column<string>(type: "nvarchar(3)", maxLength: 3, nullable: false, collation: "Latin1_General_100_BIN2"),
                    face = table.Column<long>(type: "bigint", nullable: false),
                    handling_fee = table.Column<long>(type: "bigint", nullable: false),
                    customer_pays = table.Column<long>(type: "bigint", nullable: false),
                    net_debit = table.Column<long>(type: "bigint", nullable: false),
                    debit_currency = table.Column<string>(type: "nvarchar(3)", maxLength: 3, nullable: false, collation: "Latin1_General_100_BIN2"),
                    price = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_100_BIN2"),
                    commission = table.Column<long>(type: "bigint", nullable: false),
                    channel = table.Column<int>(type: "int", nullable: false),
                    outlet = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    terminal = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false, collation: "Latin1_General_100_BIN2"),
                    cashier = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false, collation: "Latin1_General_100_BIN2"),
                    client_reference = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false, collation: "Latin1_General_100_BIN2"),
                    business_date = table.Column<int>(type: "int", nullable: true),
                    quote_id = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: true, collation: "Latin1_General_100_BIN2"),
                    origin = table.Column<int>(type: "int", nullable: false),
                    reversal_window = table.Column<long>(type: "bigint", nullable: false),
                    receipt_counter = table.Column<long>(type: "bigint", nullable: false),
                    created_at = table.Column<long>(type: "bigint", nullable: false),
                    issuer_reference = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2"),
                    accepted_at = table.Column<long>(type: "bigint", nullable: true),
                    final_at = table.Column<long>(type: "bigint", nullable: true),
                    in_doubt_since = table.Column<long>(type: "bigint", nullable: true),
                    reversal_id = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: true, collation: "Latin1_General_100_BIN2"),
                    evidence = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2"),
                    event_number = table.Column<long>(type: "bigint", nullable: false),
                    start_now = table.Column<bool>(type: "bit", nullable: true),
                    card_differences = table.Column<int>(type: "int", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_top_ups", x => new { x.partner_id, x.id });
                    table.CheckConstraint("ck_top_ups_amounts", "face > 0 AND handling_fee >= 0 AND net_debit >= 0 AND commission >= 0");
                    table.CheckConstraint("ck_top_ups_final", "(state = 1 AND final_at IS NULL) OR (state <> 1 AND final_at IS NOT NULL)");
                    table.CheckConstraint("ck_top_ups_in_doubt", "state = 1 OR in_doubt_since IS NULL");
                    table.CheckConstraint("ck_top_ups_state", "state BETWEEN 1 AND 5");
                });

            migrationBuilder.CreateTable(
                name: "transfers",
                columns: table => new
                {
                    partner_id = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    id = table.Column<string>(type: "nvarchar(140)", maxLength: 140, nullable: false, collation: "Latin1_General_100_BIN2"),
                    kind = table.Column<int>(type: "int", nullable: false),
                    phase = table.Column<int>(type: "int", nullable: false),
                    top_up_id = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: true, collation: "Latin1_General_100_BIN2"),
                    seller_id = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: true, collation: "Latin1_General_100_BIN2"),
                    reverses = table.Column<string>(type: "nvarchar(140)", maxLength: 140, nullable: true, collation: "Latin1_General_100_BIN2"),
                    basis = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2"),
                    created_at = table.Column<long>(type: "bigint", nullable: false),
                    resolved_at = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_transfers", x => new { x.partner_id, x.id });
                    table.CheckConstraint("ck_transfers_phase", "phase BETWEEN 1 AND 3");
                    table.CheckConstraint("ck_transfers_resolved", "(phase = 1 AND resolved_at IS NULL) OR (phase <> 1 AND resolved_at IS NOT NULL)");
                });

            migrationBuilder.CreateTable(
                name: "usages",
                columns: table => new
                {
                    scope = table.Column<int>(type: "int", nullable: false),
                    promotion = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    subject = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    uses = table.Column<long>(type: "bigint", nullable: false),
                    spent = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_usages", x => new { x.scope, x.promotion, x.subject });
                    table.CheckConstraint("ck_usages_scope", "scope BETWEEN 1 AND 4");
                    table.CheckConstraint("ck_usages_signs", "uses >= 0 AND spent >= 0");
                });

            migrationBuilder.CreateTable(
                name: "volumes",
                columns: table => new
                {
                    partner_id = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    schedule = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    currency = table.Column<string>(type: "nvarchar(3)", maxLength: 3, nullable: false, collation: "Latin1_General_100_BIN2"),
                    month = table.Column<string>(type: "nvarchar(7)", maxLength: 7, nullable: false, collation: "Latin1_General_100_BIN2"),
                    volume = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_volumes", x => new { x.partner_id, x.schedule, x.currency, x.month });
                    table.CheckConstraint("ck_volumes_sign", "volume >= 0");
                });

            migrationBuilder.CreateIndex(
                name: "ix_certificates_partner_id",
                table: "certificates",
                column: "partner_id");

            migrationBuilder.CreateIndex(
                name: "ix_commissions_month",
                table: "commissions",
                column: "month",
                filter: "settlement IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_commissions_month_partner_id_top_up_id",
                table: "commissions",
                columns: new[] { "month", "partner_id", "top_up_id" });

            migrationBuilder.CreateIndex(
                name: "ix_commissions_partner_id",
                table: "commissions",
                column: "partner_id",
                filter: "reversed_at IS NOT NULL AND clawback_settlement IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_commissions_seller_id_top_up_id",
                table: "commissions",
                columns: new[] { "seller_id", "top_up_id" });

            migrationBuilder.CreateIndex(
                name: "ix_jobs_due_at",
                table: "jobs",
                column: "due_at");

            migrationBuilder.CreateIndex(
                name: "ix_quotes_expires_at",
                table: "quotes",
                column: "expires_at",
                filter: "used_by IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_reversals_partner_id_business_date_outlet_id",
                table: "reversals",
                columns: new[] { "partner_id", "business_date", "outlet", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_reversals_partner_id_top_up_id",
                table: "reversals",
                columns: new[] { "partner_id", "top_up_id" },
                unique: true,
                filter: "state <> 3");

            migrationBuilder.CreateIndex(
                name: "ix_settlements_partner_id_period",
                table: "settlements",
                columns: new[] { "partner_id", "period" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_top_ups_card",
                table: "top_ups",
                column: "card",
                filter: "state <= 2");

            migrationBuilder.CreateIndex(
                name: "ix_top_ups_partner_id_business_date_outlet_id",
                table: "top_ups",
                columns: new[] { "partner_id", "business_date", "outlet", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_top_ups_partner_id_card_plan_code_id",
                table: "top_ups",
                columns: new[] { "partner_id", "card", "plan_code", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_top_ups_partner_id_client_reference_id",
                table: "top_ups",
                columns: new[] { "partner_id", "client_reference", "id" },
                filter: "client_reference <> ''");

            migrationBuilder.CreateIndex(
                name: "ix_top_ups_partner_id_receipt_counter",
                table: "top_ups",
                columns: new[] { "partner_id", "receipt_counter" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "anomalies");

            migrationBuilder.DropTable(
                name: "balances");

            migrationBuilder.DropTable(
                name: "card_checks");

            migrationBuilder.DropTable(
                name: "certificates");

            migrationBuilder.DropTable(
                name: "closing_marks");

            migrationBuilder.DropTable(
                name: "closing_statements");

            migrationBuilder.DropTable(
                name: "closings");

            migrationBuilder.DropTable(
                name: "commissions");

            migrationBuilder.DropTable(
                name: "documents");

            migrationBuilder.DropTable(
                name: "events");

            migrationBuilder.DropTable(
                name: "float_entries");

            migrationBuilder.DropTable(
                name: "heartbeats");

            migrationBuilder.DropTable(
                name: "jobs");

            migrationBuilder.DropTable(
                name: "legs");

            migrationBuilder.DropTable(
                name: "partner_counters");

            migrationBuilder.DropTable(
                name: "partners");

            migrationBuilder.DropTable(
                name: "quotes");

            migrationBuilder.DropTable(
                name: "requests");

            migrationBuilder.DropTable(
                name: "reversals");

            migrationBuilder.DropTable(
                name: "settled_periods");

            migrationBuilder.DropTable(
                name: "settlements");

            migrationBuilder.DropTable(
                name: "top_ups");

            migrationBuilder.DropTable(
                name: "transfers");

            migrationBuilder.DropTable(
                name: "usages");

            migrationBuilder.DropTable(
                name: "volumes");
        }
    }
}
