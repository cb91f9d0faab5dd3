using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Partner.Contracts.Client;

namespace Partner.Cli.Hosting;

/// <summary>
/// What the machine says of a file, a key or an address, in the user's language. The platform speaks English only: in
/// Chinese its kinds of faults have words of ours, with the file that it names.
/// </summary>
internal static partial class FaultText
{
    // The numbers of Linux and macOS, and those of Windows, in the low half of the code.
    private const int LowHalf = 0xFFFF;
    private const int FullOnUnix = 28;
    private const int FullOnWindows = 112;
    private const int ThereOnUnix = 17;
    private const int ThereOnWindows = 80;

    /// <summary>The text of a fault, without a full stop in Chinese.</summary>
    /// <param name="fault">The fault.</param>
    public static string Of(Language language, Exception fault) => language.Pick(fault.Message, Chinese(fault));

    private static string Chinese(Exception fault) => fault switch
    {
        CertificateFileException known => known.Chinese.TrimEnd('。'),
        CryptographicException => "内容已损坏，或不是证书或密钥",
        UnauthorizedAccessException => "没有访问权限" + Named(fault),
        FileNotFoundException or DirectoryNotFoundException => "没有该文件或目录" + Named(fault),
        PathTooLongException => "路径过长" + Named(fault),
        IOException when (fault.HResult & LowHalf) is FullOnUnix or FullOnWindows => "磁盘空间不足" + Named(fault),
        IOException when (fault.HResult & LowHalf) is ThereOnUnix or ThereOnWindows => "文件已存在" + Named(fault),
        IOException => $"读写失败（代码 {fault.HResult:X8}）" + Named(fault),
        UriFormatException => "地址格式有误",
        _ => $"内容有误（{fault.GetType().Name}）",
    };

    private static string Named(Exception fault) =>
        Path().Match(fault.Message) is { Success: true } found ? $"（{found.Groups[1].Value}）" : "";

    // Messages of the platform put a path into apostrophes.
    [GeneratedRegex("'([^']+)'")]
    private static partial Regex Path();
}
