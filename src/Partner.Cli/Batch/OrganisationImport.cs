using Leb.Partner.V1;
using Partner.Cli.Hosting;
using Partner.Cli.Sessions;

namespace Partner.Cli.Batch;

/// <summary>
/// Imports a whole file: every part of it is checked first, and only a file without an error is applied, part by part.
/// Repeating it is harmless: what is as asked already is left as it is.
/// </summary>
internal static class OrganisationImport
{
    // Of the service: rows of a call, and bytes of a message.
    private const int MostRows = 1000;
    private const int MostBytes = 48 * 1024;

    /// <summary>Checks, and unless it is a trial, applies.</summary>
    /// <param name="session">The session.</param>
    /// <param name="rows">The rows, outlets first.</param>
    /// <param name="problems">What is known to be wrong: it is told together with what the service finds.</param>
    /// <param name="dryRun">Whether it is a trial.</param>
    /// <param name="cancel">The user's end.</param>
    /// <returns>What came of all parts together.</returns>
    /// <exception cref="UsageException">Rows are wrong, each with its line: nothing was changed.</exception>
    public static async Task<ImportOrganisationResponse> RunAsync(
        Session session, IReadOnlyList<OrganisationLine> rows, IReadOnlyList<FileProblem> problems, bool dryRun,
        CancellationToken cancel)
    {
        var parts = Parts(rows);
        var all = problems.ToList();
        var known = problems.Select(problem => (problem.Line, problem.Column)).ToHashSet();
        var outlets = rows.Where(row => IsOutlet(row.Row)).Select(row => row.Row.Reference)
            .ToHashSet(StringComparer.Ordinal);
        var sum = new ImportOrganisationResponse();
        foreach (var part in parts)
        {
            var checkedPart = await SendAsync(session, part, validateOnly: true, cancel);

            // An outlet that an earlier part creates, or whose own row is wrong, is not there yet for a trial.
            all.AddRange(
                from error in checkedPart.Errors
                let row = part[error.Row - 1]
                where !known.Contains((row.Line, error.Field))
                    && (error.Reason != ErrorReason.OutletNotFound || !outlets.Contains(row.Row.Outlet))
                select new FileProblem(row.Line, error.Field, error.Text));
            Add(sum, checkedPart);
        }

        if (all.Count > 0)
        {
            throw Wrong(session.Language, all, UsageEffect.NothingChanged);
        }

        if (dryRun)
        {
            return sum;
        }

        sum = new ImportOrganisationResponse { Applied = true };
        foreach (var part in parts)
        {
            var applied = await SendAsync(session, part, validateOnly: false, cancel);
            if (applied.Errors.Count > 0)
            {
                // Somebody else changed something since it was checked.
                throw new UsageException(
                    session.Language.Pick(
                        "The organisation changed meanwhile; a part of the file was not applied. Run it again.",
                        "组织信息在此期间有变，部分内容未导入。请重新执行。"),
                    [.. applied.Errors.Select(
                        error => new FileProblem(part[error.Row - 1].Line, error.Field, error.Text))])
                {
                    Effect = UsageEffect.PartlyDone,
                };
            }

            Add(sum, applied);
        }

        return sum;
    }

    /// <summary>A file with errors, by their lines.</summary>
    internal static UsageException Wrong(Language language, IEnumerable<FileProblem> problems, UsageEffect effect) =>
        new(
            language.Pick("The file has errors.", "文件有误。"),
            [.. problems.OrderBy(problem => problem.Line)])
        {
            Effect = effect,
        };

    // A row whose kind is misspelt may be one.
    private static bool IsOutlet(OrganisationRow row) => row.Kind == OrganisationKind.Outlet
        || (row.Kind == OrganisationKind.Unspecified && row.Outlet.Length == 0);

    private static void Add(ImportOrganisationResponse sum, ImportOrganisationResponse part)
    {
        sum.Created += part.Created;
        sum.Updated += part.Updated;
        sum.Unchanged += part.Unchanged;
    }

    private static async Task<ImportOrganisationResponse> SendAsync(
        Session session, List<OrganisationLine> part, bool validateOnly, CancellationToken cancel)
    {
        var request = new ImportOrganisationRequest { ValidateOnly = validateOnly };
        request.Rows.AddRange(part.Select(line => line.Row));
        using var call = session.Connection.Organisations.ImportOrganisationAsync(request, session.Call(cancel));
        return await call.ResponseAsync;
    }

    private static List<List<OrganisationLine>> Parts(IReadOnlyList<OrganisationLine> rows)
    {
        var parts = new List<List<OrganisationLine>>();
        var bytes = 0;
        foreach (var row in rows)
        {
            var size = row.Row.CalculateSize() + 4;
            if (parts.Count == 0 || parts[^1].Count == MostRows || bytes + size > MostBytes)
            {
                parts.Add([]);
                bytes = 0;
            }

            parts[^1].Add(row);
            bytes += size;
        }

        return parts;
    }
}
