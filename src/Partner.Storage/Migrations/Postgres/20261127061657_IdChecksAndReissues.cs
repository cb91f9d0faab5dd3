using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Partner.Storage.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class IdChecksAndReissues : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "id_document",
                table: "top_ups",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "id_hash",
                table: "top_ups",
                type: "character varying(96)",
                maxLength: 96,
                nullable: true,
                collation: "C");

            migrationBuilder.AddColumn<int>(
                name: "id_document",
                table: "auto_renewals",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "id_hash",
                table: "auto_renewals",
                type: "character varying(96)",
                maxLength: 96,
                nullable: true,
                collation: "C");

            migrationBuilder.CreateTable(
                name: "esim_reissues",
                columns: table => new
                {
                    partner_id = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false, collation: "C"),
                    id = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false, collation: "C"),
                    request_id = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false, collation: "C"),
                    card = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false, collation: "C"),
                    card_type = table.Column<int>(type: "integer", nullable: false),
                    thumbprint = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false, collation: "C"),
                    outlet = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false, collation: "C"),
                    terminal = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false, collation: "C"),
                    cashier = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false, collation: "C"),
                    comment = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    id_document = table.Column<int>(type: "integer", nullable: false),
                    id_hash = table.Column<string>(type: "character varying(96)", maxLength: 96, nullable: false, collation: "C"),
                    created_at = table.Column<long>(type: "bigint", nullable: false),
                    state = table.Column<int>(type: "integer", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    reason = table.Column<int>(type: "integer", nullable: false),
                    issuer_reference = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    final_at = table.Column<long>(type: "bigint", nullable: true),
                    in_doubt_since = table.Column<long>(type: "bigint", nullable: true),
                    evidence = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_esim_reissues", x => new { x.partner_id, x.id });
                    table.CheckConstraint("ck_esim_reissues_state", "state BETWEEN 1 AND 3");
                });

            migrationBuilder.CreateIndex(
                name: "ix_esim_reissues_card",
                table: "esim_reissues",
                column: "card",
                unique: true,
                filter: "state = 1");

            migrationBuilder.CreateIndex(
                name: "ix_esim_reissues_card_created_at",
                table: "esim_reissues",
                columns: new[] { "card", "created_at" });

            migrationBuilder.CreateIndex(
                name: "ix_esim_reissues_partner_id_request_id",
                table: "esim_reissues",
                columns: new[] { "partner_id", "request_id" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "esim_reissues");

            migrationBuilder.DropColumn(
                name: "id_document",
                table: "top_ups");

            migrationBuilder.DropColumn(
                name: "id_hash",
                table: "top_ups");

            migrationBuilder.DropColumn(
                name: "id_document",
                table: "auto_renewals");

            migrationBuilder.DropColumn(
                name: "id_hash",
                table: "auto_renewals");
        }
    }
}
