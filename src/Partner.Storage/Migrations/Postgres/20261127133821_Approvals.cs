using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Partner.Storage.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class Approvals : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_transfers_partner_id_created_at",
                table: "transfers");

            migrationBuilder.CreateTable(
                name: "adjustments",
                columns: table => new
                {
                    partner_id = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false, collation: "C"),
                    transfer_id = table.Column<string>(type: "character varying(140)", maxLength: 140, nullable: false, collation: "C"),
                    reason = table.Column<int>(type: "integer", nullable: false),
                    evidence = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_adjustments", x => new { x.partner_id, x.transfer_id });
                });

            migrationBuilder.CreateTable(
                name: "approvals",
                columns: table => new
                {
                    partner_id = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false, collation: "C"),
                    id = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false, collation: "C"),
                    kind = table.Column<int>(type: "integer", nullable: false),
                    request_id = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true, collation: "C"),
                    currency = table.Column<string>(type: "character varying(3)", maxLength: 3, nullable: false, collation: "C"),
                    amount = table.Column<long>(type: "bigint", nullable: false),
                    reason = table.Column<int>(type: "integer", nullable: true),
                    evidence = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    why = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    maker_kind = table.Column<int>(type: "integer", nullable: false),
                    maker = table.Column<string>(type: "character varying(128)", maxLength: 128, nullable: false, collation: "C"),
                    maker_person = table.Column<string>(type: "character varying(128)", maxLength: 128, nullable: false, collation: "C"),
                    state = table.Column<int>(type: "integer", nullable: false),
                    created_at = table.Column<long>(type: "bigint", nullable: false),
                    decided_at = table.Column<long>(type: "bigint", nullable: true),
                    decider_kind = table.Column<int>(type: "integer", nullable: true),
                    decider = table.Column<string>(type: "character varying(128)", maxLength: 128, nullable: true, collation: "C"),
                    decider_person = table.Column<string>(type: "character varying(128)", maxLength: 128, nullable: true, collation: "C"),
                    decision_why = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_approvals", x => new { x.partner_id, x.id });
                    table.CheckConstraint("ck_approvals_decided", "(state IN (1, 4) AND decided_at IS NULL) OR (state IN (2, 3) AND decided_at IS NOT NULL)");
                    table.CheckConstraint("ck_approvals_kind", "kind BETWEEN 1 AND 4");
                    table.CheckConstraint("ck_approvals_state", "state BETWEEN 1 AND 4");
                });

            migrationBuilder.CreateIndex(
                name: "ix_transfers_partner_id_created_at",
                table: "transfers",
                columns: new[] { "partner_id", "created_at" },
                filter: "kind IN (1, 10, 14, 15)");

            migrationBuilder.CreateIndex(
                name: "ix_approvals_created_at",
                table: "approvals",
                column: "created_at",
                filter: "state = 1");

            migrationBuilder.CreateIndex(
                name: "ix_approvals_id",
                table: "approvals",
                column: "id");

            migrationBuilder.CreateIndex(
                name: "ix_approvals_partner_id_request_id",
                table: "approvals",
                columns: new[] { "partner_id", "request_id" },
                unique: true,
                filter: "request_id IS NOT NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "adjustments");

            migrationBuilder.DropTable(
                name: "approvals");

            migrationBuilder.DropIndex(
                name: "ix_transfers_partner_id_created_at",
                table: "transfers");

            migrationBuilder.CreateIndex(
                name: "ix_transfers_partner_id_created_at",
                table: "transfers",
                columns: new[] { "partner_id", "created_at" },
                filter: "kind IN (1, 10)");
        }
    }
}
