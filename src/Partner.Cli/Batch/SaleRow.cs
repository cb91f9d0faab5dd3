using Leb.Partner.V1;

namespace Partner.Cli.Batch;

/// <summary>A sale of a sales file.</summary>
/// <param name="Number">Which sale of the file it is, from 1.</param>
/// <param name="Line">The line of the file on which it begins, from 1, the header included.</param>
/// <param name="Request">
/// What to send; its request id is empty until one is fixed for a file without that column.
/// </param>
/// <param name="Fingerprint">Hash of what the row says, by which a change of the file is noticed.</param>
internal sealed record SaleRow(int Number, long Line, CreateTopUpRequest Request, string Fingerprint);
