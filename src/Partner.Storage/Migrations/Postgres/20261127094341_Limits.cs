using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Partner.Storage.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class Limits : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "counted_day",
                table: "top_ups",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "counted_in",
                table: "top_ups",
                type: "integer",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "limit_uses",
                columns: table => new
                {
                    partner_id = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false, collation: "C"),
                    subject = table.Column<int>(type: "integer", nullable: false),
                    outlet = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false, collation: "C"),
                    holder = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false, collation: "C"),
                    period = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false, collation: "C"),
                    card = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false, collation: "C"),
                    used = table.Column<long>(type: "bigint", nullable: false),
                    ends_at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_limit_uses", x => new { x.partner_id, x.subject, x.outlet, x.holder, x.period, x.card });
                    table.CheckConstraint("ck_limit_uses_used", "used >= 0");
                })
                .Annotation("Npgsql:StorageParameter:autovacuum_vacuum_cost_delay", 0)
                .Annotation("Npgsql:StorageParameter:autovacuum_vacuum_scale_factor", 0)
                .Annotation("Npgsql:StorageParameter:autovacuum_vacuum_threshold", 10000)
                .Annotation("Npgsql:StorageParameter:fillfactor", 50);

            migrationBuilder.CreateTable(
                name: "limits",
                columns: table => new
                {
                    partner_id = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false, collation: "C"),
                    setter = table.Column<int>(type: "integer", nullable: false),
                    kind = table.Column<int>(type: "integer", nullable: false),
                    subject = table.Column<int>(type: "integer", nullable: false),
                    outlet = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false, collation: "C"),
                    holder = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false, collation: "C"),
                    is_all = table.Column<bool>(type: "boolean", nullable: false),
                    most = table.Column<long>(type: "bigint", nullable: false),
                    set_at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_limits", x => new { x.partner_id, x.setter, x.kind, x.subject, x.outlet, x.holder, x.is_all });
                    table.CheckConstraint("ck_limits_most", "most >= 0");
                });

            migrationBuilder.CreateIndex(
                name: "ix_limit_uses_ends_at",
                table: "limit_uses",
                column: "ends_at");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "limit_uses");

            migrationBuilder.DropTable(
                name: "limits");

            migrationBuilder.DropColumn(
                name: "counted_day",
                table: "top_ups");

            migrationBuilder.DropColumn(
                name: "counted_in",
                table: "top_ups");
        }
    }
}
