using System.Text;
using Partner.Cli.Hosting;

namespace Partner.Cli.Batch;

/// <summary>
/// What spreadsheets save as CSV: UTF-8 with or without byte order mark, or GBK (GB 18030), as those in China do.
/// </summary>
internal static class CsvFileText
{
    /// <summary>Its text.</summary>
    /// <exception cref="UsageException">It is neither.</exception>
    public static string Of(byte[] file, Language language)
    {
        var strict = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
        try
        {
            using var text = new StreamReader(new MemoryStream(file), strict, detectEncodingFromByteOrderMarks: true);
            return text.ReadToEnd();
        }
        catch (DecoderFallbackException)
        {
            // What is no UTF-8 is what spreadsheets save where they are Chinese.
        }

        try
        {
            var chinese = CodePagesEncodingProvider.Instance.GetEncoding(
                "GB18030", EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback)!;
            return chinese.GetString(file);
        }
        catch (DecoderFallbackException)
        {
            throw new UsageException(language.Pick(
                "The file is neither UTF-8 nor GBK. In a spreadsheet, save it as \"CSV UTF-8\".",
                "文件既不是 UTF-8 也不是 GBK 编码。请在电子表格中另存为“CSV UTF-8”。"));
        }
    }
}
