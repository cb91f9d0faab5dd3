using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Partner.Storage.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class Certificates : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_certificates_partner_id",
                table: "certificates");

            migrationBuilder.AddColumn<string>(
                name: "authority",
                table: "certificates",
                type: "character varying(64)",
                maxLength: 64,
                nullable: true,
                collation: "C");

            migrationBuilder.AddColumn<string>(
                name: "encoded",
                table: "certificates",
                type: "text",
                nullable: true,
                collation: "C");

            migrationBuilder.AddColumn<string>(
                name: "input_hash",
                table: "certificates",
                type: "character varying(80)",
                maxLength: 80,
                nullable: true,
                collation: "C");

            migrationBuilder.AddColumn<string>(
                name: "issued_by",
                table: "certificates",
                type: "character varying(64)",
                maxLength: 64,
                nullable: true,
                collation: "C");

            migrationBuilder.AddColumn<string>(
                name: "key_hash",
                table: "certificates",
                type: "character varying(64)",
                maxLength: 64,
                nullable: true,
                collation: "C");

            migrationBuilder.AddColumn<string>(
                name: "label",
                table: "certificates",
                type: "character varying(100)",
                maxLength: 100,
                nullable: true,
                collation: "C");

            migrationBuilder.AddColumn<long>(
                name: "last_used_at",
                table: "certificates",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "origin",
                table: "certificates",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "renewed_by",
                table: "certificates",
                type: "character varying(64)",
                maxLength: 64,
                nullable: true,
                collation: "C");

            migrationBuilder.AddColumn<string>(
                name: "request_id",
                table: "certificates",
                type: "character varying(64)",
                maxLength: 64,
                nullable: true,
                collation: "C");

            migrationBuilder.AddColumn<string>(
                name: "revoked_for",
                table: "certificates",
                type: "character varying(200)",
                maxLength: 200,
                nullable: true,
                collation: "C");

            migrationBuilder.AddColumn<string>(
                name: "serial",
                table: "certificates",
                type: "character varying(64)",
                maxLength: 64,
                nullable: true,
                collation: "C");

            migrationBuilder.AddColumn<string>(
                name: "terminal",
                table: "certificates",
                type: "character varying(40)",
                maxLength: 40,
                nullable: true,
                collation: "C");

            migrationBuilder.AddColumn<long>(
                name: "warn_at",
                table: "certificates",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.CreateTable(
                name: "account_events",
                columns: table => new
                {
                    partner_id = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false, collation: "C"),
                    number = table.Column<long>(type: "bigint", nullable: false),
                    kind = table.Column<int>(type: "integer", nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    thumbprint = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false, collation: "C"),
                    days = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_account_events", x => new { x.partner_id, x.number });
                });

            migrationBuilder.CreateTable(
                name: "account_progress",
                columns: table => new
                {
                    partner_id = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false, collation: "C"),
                    last_number = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_account_progress", x => x.partner_id);
                });

            migrationBuilder.CreateTable(
                name: "certificate_rules",
                columns: table => new
                {
                    id = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false, collation: "C"),
                    partner_id = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false, collation: "C"),
                    kind = table.Column<int>(type: "integer", nullable: false),
                    pattern = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false, collation: "C"),
                    outlet = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true, collation: "C"),
                    terminal = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true, collation: "C"),
                    permissions = table.Column<int>(type: "integer", nullable: false),
                    created_at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_certificate_rules", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "enrollment_codes",
                columns: table => new
                {
                    partner_id = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false, collation: "C"),
                    id = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false, collation: "C"),
                    code_hash = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false, collation: "C"),
                    outlet = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true, collation: "C"),
                    terminal = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true, collation: "C"),
                    permissions = table.Column<int>(type: "integer", nullable: false),
                    days = table.Column<int>(type: "integer", nullable: false),
                    label = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false, collation: "C"),
                    created_by = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false, collation: "C"),
                    created_at = table.Column<long>(type: "bigint", nullable: false),
                    expires_at = table.Column<long>(type: "bigint", nullable: false),
                    used_by = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true, collation: "C"),
                    closed_at = table.Column<long>(type: "bigint", nullable: true),
                    request_id = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false, collation: "C"),
                    input_hash = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_enrollment_codes", x => new { x.partner_id, x.id });
                });

            migrationBuilder.CreateTable(
                name: "revocation_lists",
                columns: table => new
                {
                    authority = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false, collation: "C"),
                    last_number = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_revocation_lists", x => x.authority);
                });

            migrationBuilder.CreateIndex(
                name: "ix_certificates_key_hash",
                table: "certificates",
                column: "key_hash",
                filter: "key_hash IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_certificates_partner_id_not_after_thumbprint",
                table: "certificates",
                columns: new[] { "partner_id", "not_after", "thumbprint" });

            migrationBuilder.CreateIndex(
                name: "ix_certificates_partner_id_request_id",
                table: "certificates",
                columns: new[] { "partner_id", "request_id" },
                unique: true,
                filter: "request_id IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_certificates_warn_at",
                table: "certificates",
                column: "warn_at");

            migrationBuilder.CreateIndex(
                name: "ix_account_events_at",
                table: "account_events",
                column: "at");

            migrationBuilder.CreateIndex(
                name: "ix_enrollment_codes_code_hash",
                table: "enrollment_codes",
                column: "code_hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_enrollment_codes_expires_at",
                table: "enrollment_codes",
                column: "expires_at");

            migrationBuilder.CreateIndex(
                name: "ix_enrollment_codes_partner_id_request_id",
                table: "enrollment_codes",
                columns: new[] { "partner_id", "request_id" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "account_events");

            migrationBuilder.DropTable(
                name: "account_progress");

            migrationBuilder.DropTable(
                name: "certificate_rules");

            migrationBuilder.DropTable(
                name: "enrollment_codes");

            migrationBuilder.DropTable(
                name: "revocation_lists");

            migrationBuilder.DropIndex(
                name: "ix_certificates_key_hash",
                table: "certificates");

            migrationBuilder.DropIndex(
                name: "ix_certificates_partner_id_not_after_thumbprint",
                table: "certificates");

            migrationBuilder.DropIndex(
                name: "ix_certificates_partner_id_request_id",
                table: "certificates");

            migrationBuilder.DropIndex(
                name: "ix_certificates_warn_at",
                table: "certificates");

            migrationBuilder.DropColumn(
                name: "authority",
                table: "certificates");

            migrationBuilder.DropColumn(
                name: "encoded",
                table: "certificates");

            migrationBuilder.DropColumn(
                name: "input_hash",
                table: "certificates");

            migrationBuilder.DropColumn(
                name: "issued_by",
                table: "certificates");

            migrationBuilder.DropColumn(
                name: "key_hash",
                table: "certificates");

            migrationBuilder.DropColumn(
                name: "label",
                table: "certificates");

            migrationBuilder.DropColumn(
                name: "last_used_at",
                table: "certificates");

            migrationBuilder.DropColumn(
                name: "origin",
                table: "certificates");

            migrationBuilder.DropColumn(
                name: "renewed_by",
                table: "certificates");

            migrationBuilder.DropColumn(
                name: "request_id",
                table: "certificates");

            migrationBuilder.DropColumn(
                name: "revoked_for",
                table: "certificates");

            migrationBuilder.DropColumn(
                name: "serial",
                table: "certificates");

            migrationBuilder.DropColumn(
                name: "terminal",
                table: "certificates");

            migrationBuilder.DropColumn(
                name: "warn_at",
                table: "certificates");

            migrationBuilder.CreateIndex(
                name: "ix_certificates_partner_id",
                table: "certificates",
                column: "partner_id");
        }
    }
}
