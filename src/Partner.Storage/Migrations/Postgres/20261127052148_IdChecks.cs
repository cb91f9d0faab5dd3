using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Partner.Storage.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class IdChecks : Migration
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
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
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
