using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Partner.Storage.Migrations.Sqlite
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
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "id_hash",
                table: "top_ups",
                type: "TEXT",
                maxLength: 96,
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "id_document",
                table: "auto_renewals",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "id_hash",
                table: "auto_renewals",
                type: "TEXT",
                maxLength: 96,
                nullable: true);

            migrationBuilder.CreateTable(
                name: "esim_reissues",
                columns: table => new
                {
                    partner_id = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    id = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    request_id = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    card = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    card_type = table.Column<int>(type: "INTEGER", nullable: false),
                    thumbprint = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    outlet = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    terminal = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    cashier = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    comment = table.Column<string>(type: "TEXT", nullable: false),
                    id_document = table.Column<int>(type: "INTEGER", nullable: false),
                    id_hash = table.Column<string>(type: "TEXT", maxLength: 96, nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    state = table.Column<int>(type: "INTEGER", nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false),
                    reason = table.Column<int>(type: "INTEGER", nullable: false),
                    issuer_reference = table.Column<string>(type: "TEXT", nullable: true),
                    final_at = table.Column<long>(type: "INTEGER", nullable: true),
                    in_doubt_since = table.Column<long>(type: "INTEGER", nullable: true),
                    evidence = table.Column<string>(type: "TEXT", nullable: true)
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
