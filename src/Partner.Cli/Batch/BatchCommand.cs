using Partner.Cli.Hosting;
using Partner.Cli.Output;
using Partner.Cli.Sessions;

namespace Partner.Cli.Batch;

/// <summary>
/// Sells a whole file, exactly once however often it is run: (1) lock the sales file against a second run, (2) read and
/// judge all of it, (3) read earlier results, (4) fix each row's request id on the disk, (5) send what is not finished
/// and write each result down at once, (6) put the results in order and sum up.
/// </summary>
internal static class BatchCommand
{
    public static async Task<int> RunAsync(Session session, BatchPlan plan, CancellationToken cancellationToken)
    {
        session.MovesMoney = true;
        var sending = false;
        try
        {
            // 1. The lock is held until the end.
            using var sales = Lock(session, plan);

            // 2. to 4.
            var reader = new SalesFileReader(plan.Defaults, session.Language);
            var rows = reader.Read(sales);
            Warn(session, reader.Warnings);
            using var results = ResultFile.Open(plan.ResultFile, session.Language);
            if (rows[0].Request.RequestId.Length == 0)
            {
                var journal = new RequestIdJournal(plan.JournalFile, session.Language);
                rows = journal.Assign(
                    rows,
                    id => results.Find(id) is { IsSurelyNotCharged: true },
                    id => plan.RetryRefused && results.Find(id) is { NeedsNewRequestId: true });
            }

            // 5. and 6.
            sending = true;
            var report = await SendAsync(session, plan, rows, results, cancellationToken) with
            {
                Warnings = reader.Warnings,
            };
            return Print(session, plan, report);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            var report = new ErrorReport(session.Host, session.Language, session.Json);
            return sending
                ? report.FileLost(FaultText.Of(session.Language, exception))
                : report.Usage(new UsageException(session.Language.Pick(
                    $"A file cannot be used: {exception.Message}",
                    $"文件无法使用：{FaultText.Of(session.Language, exception)}")));
        }
    }

    private static async Task<BatchReport> SendAsync(
        Session session,
        BatchPlan plan,
        IReadOnlyList<SaleRow> rows,
        ResultFile results,
        CancellationToken cancellationToken)
    {
        var run = new BatchRun(session, results, plan);
        var interrupted = false;
        try
        {
            await run.SendAsync(rows, cancellationToken);
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            interrupted = true;
        }

        results.PutInOrder(rows.Select(row => row.Request.RequestId));
        var latest = rows.Select(row => results.Find(row.Request.RequestId)).ToList();
        return new BatchReport(rows, latest, run.Sent, run.Stopped, interrupted);
    }

    private static FileStream Lock(Session session, BatchPlan plan)
    {
        if (Path.GetFullPath(plan.SalesFile) == Path.GetFullPath(plan.ResultFile))
        {
            throw new UsageException(session.Language.Pick(
                "--result names the sales file itself.",
                "--result 与销售文件相同。"));
        }

        // Nobody else may open the file meanwhile: two runs at once would both fix request ids.
        return new FileStream(plan.SalesFile, FileMode.Open, FileAccess.Read, FileShare.None);
    }

    /// <summary>Before the first sale is sent, while it can still be stopped.</summary>
    private static void Warn(Session session, IReadOnlyList<FileProblem> warnings)
    {
        var report = new ErrorReport(session.Host, session.Language, session.Json);
        foreach (var warning in warnings.Where(_ => !session.Json))
        {
            report.Warn(warning);
        }
    }

    private static int Print(Session session, BatchPlan plan, BatchReport report)
    {
        if (session.Json)
        {
            session.Host.Out.WriteLine(JsonOutput.Indented(report.ToJson(plan)));
            return report.ExitStatus;
        }

        var style = new StateStyle(session.Language, session.Host.Colours);
        session.Host.Out.WriteLine(report.ToText(session.Language, style, plan));
        if (report.Stopped is { } error)
        {
            new ErrorReport(session.Host, session.Language, json: false).Failed(
                new FailedCall(error, RequestId: null, MovesMoney: true));
        }

        if (report.Advice(session.Language) is { Length: > 0 } advice)
        {
            session.Host.Error.WriteLine(advice);
        }

        return report.ExitStatus;
    }
}
