using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Partner.Storage.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class RoomForCompletion : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_top_ups_card",
                table: "top_ups");

            migrationBuilder.AlterTable(
                name: "transfers")
                .Annotation("Npgsql:StorageParameter:fillfactor", 50);

            migrationBuilder.AlterTable(
                name: "top_ups")
                .Annotation("Npgsql:StorageParameter:fillfactor", 50);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AlterTable(
                name: "transfers")
                .OldAnnotation("Npgsql:StorageParameter:fillfactor", 50);

            migrationBuilder.AlterTable(
                name: "top_ups")
                .OldAnnotation("Npgsql:StorageParameter:fillfactor", 50);

            migrationBuilder.CreateIndex(
                name: "ix_top_ups_card",
                table: "top_ups",
                column: "card",
                filter: "state <= 2");
        }
    }
}
