using Leb.Partner.V1;

namespace Partner.Cli.Batch;

/// <summary>What one run over a sales file is asked to do.</summary>
/// <param name="SalesFile">The CSV file with the sales.</param>
/// <param name="Result">Where results go; null for the usual place beside the sales file.</param>
/// <param name="Defaults">Values of the columns that the file lacks.</param>
/// <param name="Parallel">How many rows are under way at once.</param>
/// <param name="RetryRefused">Whether rows that an earlier run saw refused are sent again.</param>
internal sealed record BatchPlan(
    string SalesFile,
    string? Result,
    CreateTopUpRequest Defaults,
    int Parallel,
    bool RetryRefused)
{
    /// <summary>Path of the result file: "sales.result.csv" beside "sales.csv" unless another was named.</summary>
    public string ResultFile => Result ?? Path.ChangeExtension(SalesFile, null) + ".result.csv";

    /// <summary>
    /// Path of the request ids that were fixed for the rows of a file without a request_id column. It belongs to the
    /// sales file, not to the result, so that another --result does not make a second sale of each row.
    /// </summary>
    public string JournalFile => SalesFile + ".ids";
}
